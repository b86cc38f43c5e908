import { parseStreamName, type Category } from '../../domain/kernel/ids';
import { isStaff, type Actor } from '../../domain/people/actor';
import type { Permission } from '../../domain/people/permission';
import { can } from '../../domain/people/rights';
import { canRead } from '../../domain/ticket/ticket.facets';
import type { Document } from '../kernel/documents.port';
import type { ReadModels } from '../kernel/read-models';
import { namesOf } from '../people/names';
import { withAllBelow } from '../people/organisation-children';
import { ticketList, type TicketListItem } from '../tickets/ticket-list';
import type { LogLine } from './log';

/** The subject of a fact: a ticket's number, or a name. */
export interface TrailSubject {
  readonly category: Category;
  readonly id: string;
  /** Null without a name, or for an erased one. */
  readonly label: string | null;
}

type Line = Pick<LogLine, '_id' | 'stream'>;
/** Finds the visible subjects of lines, by line id. */
export type Subjects = (lines: readonly Line[]) => Promise<ReadonlyMap<string, TrailSubject>>;

/** Collections that hold the organisation of a category's aggregates. */
const homes: { readonly [category in Category]?: string } = { user: 'users', contact: 'contacts', role: 'roles' };

const needed: { readonly [category in Category]?: Permission } = {
  ...{ user: 'user.read', contact: 'user.read', role: 'user.read', organisation: 'organisation.read' },
};

/**
 * Facts of a ticket are visible to its readers. Facts of people and organisations are visible to their organisation and to staff above it. All
 * others are visible to the root organisation.
 */
export async function subjectsFor(models: ReadModels, actor: Actor): Promise<Subjects> {
  const isRoot = actor.organisationKind === 'admin';
  const within = isRoot ? null : new Set(isStaff(actor) ? await withAllBelow(models, actor.organisation) : [actor.organisation]);
  const reaches = (organisation: string | null | undefined): boolean =>
    within === null || (typeof organisation === 'string' && within.has(organisation));

  const tickets = async (ids: readonly string[]): Promise<readonly Labelled[]> => {
    const found = await models.getMany<TicketListItem>(ticketList.name, ids);
    return [...found].filter(([, { scopes }]) => canRead(actor, scopes)).map(([id, { number }]) => [id, number] as const);
  };
  const people = async (category: Category, ids: readonly string[]): Promise<readonly Labelled[]> => {
    const home = homes[category];
    if (home === undefined) return isRoot ? ids.map((id) => [id, null] as const) : [];
    const found = await models.getMany<Document & { readonly organisation: string | null; readonly name: string | null }>(
      home,
      ids,
    );
    return [...found].filter(([, one]) => reaches(one.organisation)).map(([id, { name }]) => [id, name] as const);
  };
  const organisations = async (ids: readonly string[]): Promise<readonly Labelled[]> => {
    const seen = ids.filter(reaches);
    const names = await namesOf(models, { organisations: seen });
    return seen.map((id) => [id, names[id] ?? null] as const);
  };
  const labelsOf = (category: Category, ids: readonly string[]): Promise<readonly Labelled[]> => {
    const wanted = needed[category];
    if (wanted !== undefined && !can(actor, wanted)) return Promise.resolve([]);
    if (category === 'ticket') return tickets(ids);
    return category === 'organisation' || category === 'merges' ? organisations(ids) : people(category, ids);
  };

  return async (lines) => {
    const streams = lines.map(({ _id, stream }) => ({ line: _id, stream: parseStreamName(stream) }));
    const categories = new Set(streams.flatMap(({ stream }) => stream?.category ?? []));
    const labelled = await Promise.all(
      [...categories].map(async (category) => {
        const ids = new Set(streams.flatMap(({ stream }) => (stream?.category === category ? [stream.id] : [])));
        return [category, new Map(await labelsOf(category, [...ids]))] as const;
      }),
    );
    const labels = new Map(labelled);
    return new Map(
      streams.flatMap(({ line, stream }) => {
        const label = stream === null ? undefined : labels.get(stream.category)?.get(stream.id);
        return stream === null || label === undefined ? [] : [[line, { ...stream, label }] as const];
      }),
    );
  };
}

type Labelled = readonly [id: string, label: string | null];
