import type { Actor } from '../../../domain/people/actor';
import type { Values } from '../../../domain/kernel/value';
import { builtInRoles } from '../../../domain/people/built-in-roles';
import type { TicketFacets } from '../../../domain/ticket/ticket.facets';
import type { LogLine } from '../../../projections/audit/log';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { namesOf, type Names } from '../../../projections/people/names';
import type { RoleItem } from '../../../projections/people/roles';
import { ticketNumbers } from '../../../projections/tickets/ticket-lines';
import type { Words } from './change';
import { changesOf, type Told } from './changes';
import { factWord } from './question';
import { idsIn } from './changes-in-data';

/** A fact in either kind of list: the fact itself, or its line in the log. */
export type ListedFact = Told &
  Pick<LogLine, 'revision' | 'occurredAt' | 'recordedAt' | 'audience' | 'origin' | 'actor' | 'onBehalfOf' | 'hash'>;

/** A larger difference between the two times is shown. */
const sameMomentMs = 60_000;

/** View of one fact in facts.hbs. */
export function factView(fact: ListedFact, words: Words) {
  const { type, revision, occurredAt, recordedAt, audience, origin, hash } = fact;
  const { t } = words;
  return {
    ...{ type, revision, occurredAt, recordedAt, hash, damage: null },
    word: factWord(type, t),
    changes: changesOf(fact, words).map(({ label, from, to }) => ({ label: t(label), from, to })),
    ...peopleOf(fact, words),
    isStaffOnly: audience === 'staff',
    isLate: Math.abs(Date.parse(recordedAt) - Date.parse(occurredAt)) > sameMomentMs,
    origin: origin.kind === 'witnessed' ? null : t(`audit-trail.origin.${origin.kind}`),
  };
}

function peopleOf({ actor, onBehalfOf }: Pick<ListedFact, 'actor' | 'onBehalfOf'>, { names, t }: Words) {
  const isPerson = 'user' in actor;
  return {
    who: isPerson ? (names[actor.user] ?? '–') : t('tickets.system'),
    person: isPerson ? actor.user : null,
    organisation: isPerson ? (names[actor.organisation] ?? null) : null,
    onBehalf: onBehalfOf === null ? null : (names[onBehalfOf.user] ?? '–'),
  };
}

/** Names of all ids in these facts, and the numbers of the tickets that the reader may see. */
export async function namesFor(models: ReadModels, actor: Actor, facts: readonly ListedFact[]): Promise<Names> {
  const placed = facts.flatMap(({ facets }) => [facets?.before, facets?.after].flatMap((one) => (one ?? []) as TicketFacets));
  const acted = facts.flatMap(({ actor, onBehalfOf }) =>
    [actor, onBehalfOf].flatMap((one) => (one !== null && 'user' in one ? [one] : [])),
  );
  const mentioned = facts.flatMap(({ data }) => idsIn(data as Values));
  const roles = await models.getMany<RoleItem>('roles', [...new Set(mentioned)]);
  const names = await namesOf(models, {
    users: [...mentioned, ...acted.map(({ user }) => user), ...placed.map(({ assignee }) => assignee)],
    contacts: mentioned,
    organisations: [...mentioned, ...acted.map(({ organisation }) => organisation), ...placed.map(({ handler }) => handler)],
    teams: [...mentioned, ...placed.map(({ team }) => team)],
  });
  const numbers = await ticketNumbers(models, actor, mentioned);
  return { ...Object.fromEntries(builtInRoles.map(({ id, name }) => [id, name])), ...nameEach(roles), ...numbers, ...names };
}

const nameEach = (roles: ReadonlyMap<string, RoleItem>): Names =>
  Object.fromEntries([...roles].map(([id, { name }]) => [id, name]));
