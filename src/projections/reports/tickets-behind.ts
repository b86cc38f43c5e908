import type { Actor } from '../../domain/people/actor';
import { canRead } from '../../domain/ticket/ticket.facets';
import { mostPerPage, pageOf, type Paging } from '../kernel/asking';
import type { ReadModels } from '../kernel/read-models';
import { shown } from '../kernel/shown';
import { namesOf } from '../people/names';
import { namesIn, type TicketListPage } from '../tickets/list-tickets';
import type { TicketListItem } from '../tickets/ticket-list';
import type { TicketMeasures } from '../tickets/ticket-measures';
import { bucketingIn, measured, type VolumeParams } from './ask-reports';
import { countedTicket, placeOf, withoutKey, type TicketFigure } from './ticket-figures';

export interface FigureParams extends VolumeParams {
  readonly figure: TicketFigure;
  /** The key that the tickets count under. */
  readonly key: string;
}

export interface BehindParams extends FigureParams, Paging {}

export interface TicketsBehind extends TicketListPage {
  /** Number on all pages, equal to the figure. */
  readonly total: number;
  /** Name of the figure's person or team. */
  readonly name: string | null;
}

/**
 * Exactly the tickets that a figure counts, last opened first. Scans the measures of the period like the report.
 * @throws {DomainError} not-permitted, invalid
 */
export async function ticketsBehind(models: ReadModels, actor: Actor, params: BehindParams): Promise<TicketsBehind> {
  const { limit } = pageOf(params);
  const { positions, first } = await counted(models, actor, params);
  const from = startAfter(positions, params.after);
  const onPage = positions.slice(from, from + limit);
  const last = onPage.at(-1);
  return {
    ...(await listed(models, actor, onPage)),
    next: last !== undefined && from + limit < positions.length ? cursorOf(last) : null,
    total: positions.length,
    name: first === null ? null : await nameOf(models, params, first),
  };
}

/**
 * The same tickets for a file, page by page. The measures are walked once, so every ticket comes once even if it changes meanwhile.
 * @throws {DomainError} not-permitted, invalid
 */
export async function everyTicketBehind(
  models: ReadModels,
  actor: Actor,
  params: FigureParams,
): Promise<AsyncGenerator<Listed, void, undefined>> {
  const { positions } = await counted(models, actor, params);
  return inPages(models, actor, positions);
}

async function* inPages(
  models: ReadModels,
  actor: Actor,
  positions: readonly Position[],
): AsyncGenerator<Listed, void, undefined> {
  for (let from = 0; from < positions.length; from += mostPerPage)
    yield await listed(models, actor, positions.slice(from, from + mostPerPage));
}

/** A ticket's position in the list. */
type Position = Pick<TicketMeasures, '_id' | 'openedAt'>;
type Listed = Pick<TicketListPage, 'items' | 'names'>;

async function counted(models: ReadModels, actor: Actor, params: FigureParams) {
  const { figure, key, zone } = params;
  const bucket = bucketingIn(zone);
  const positions: Position[] = [];
  let first: TicketMeasures | null = null;
  for await (const ticket of measured(models, actor, params)) {
    if (placeOf(figure, countedTicket(ticket, bucket)) !== key) continue;
    first ??= ticket;
    positions.push({ _id: ticket._id, openedAt: ticket.openedAt });
  }
  return { positions, first };
}

const cursorOf = ({ _id, openedAt }: Position): string => `${openedAt}_${_id}`;

/** The cursor holds a time, so the next page is found even when the last ticket of this one no longer counts. */
function startAfter(positions: readonly Position[], after: string | undefined): number {
  if (after === undefined) return 0;
  const [openedAt = '', id = ''] = after.split('_');
  const at = positions.findIndex((one) => one.openedAt < openedAt || (one.openedAt === openedAt && one._id < id));
  return at === -1 ? positions.length : at;
}

async function listed(models: ReadModels, actor: Actor, positions: readonly Position[]): Promise<Listed> {
  const ids = positions.map(({ _id }) => _id);
  const found = await models.getMany<TicketListItem>('ticket-list', ids);
  const items = ids.flatMap((id) => found.get(id) ?? []).filter(({ scopes }) => canRead(actor, scopes));
  return { items: items.map((item) => shown(item)), names: await namesIn(models, items) };
}

/** Teams are stored with their organisations, which their tickets name. */
async function nameOf(models: ReadModels, { figure, key }: FigureParams, ticket: TicketMeasures): Promise<string | null> {
  if (key === withoutKey) return null;
  const id = key.replace(/^(user|contact)-/, '');
  const names =
    figure === 'team'
      ? await namesOf(models, { teams: [key], organisations: [ticket.lastTeamOrganisation] })
      : await namesOf(models, { users: [id], contacts: [id] });
  return names[id] ?? null;
}
