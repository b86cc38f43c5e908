import type { TicketId, UserId } from '../../../domain/kernel/ids';
import { isStaff, type Actor } from '../../../domain/people/actor';
import { canRead, readScope, scopesOf, userScope } from '../../../domain/ticket/ticket.facets';
import type { ShownFact } from '../../desk/live/shown-facts.port';
import type { EventLine } from './event-line';

/** A ticket that a page shows, with its duplicates, whose facts the page shows too. */
export interface WatchedTicket {
  readonly id: TicketId;
  readonly number: string;
  readonly duplicates: readonly TicketId[];
}

export interface Listener {
  readonly user: UserId;
  readonly session: string;
  /** The actor when the connection opened. */
  readonly actor: Actor;
  readonly tickets: readonly WatchedTicket[];
  /** Null if no page shows a list. */
  readonly listScopes: readonly string[] | null;
  readonly line: EventLine;
}

export const scopesFor = (actor: Actor): readonly string[] => [
  ...new Set([readScope(actor), userScope(actor.user)].filter((scope) => scope !== null)),
];

export const streamsOf = ({ tickets }: Listener): readonly string[] =>
  tickets.flatMap(({ id, duplicates }) => [id, ...duplicates]);

/** Facts that change the duplicates of a page, so that its connection must be opened again. */
const relinks: ReadonlySet<string> = new Set(['DuplicateLinked', 'DuplicateUnlinked']);

/** Sends a fact to a listener, if the actor's current permissions allow. False if the connection must end. */
export function tell(listener: Listener, actor: Actor, fact: ShownFact): boolean {
  if (isTold(actor, fact)) for (const page of pagesWith(listener, fact)) listener.line.send('changed', changeOf(page, fact));
  if (listener.listScopes !== null && isListed(actor, fact)) listener.line.send('list', {});
  const isOwn = listener.tickets.some(({ id }) => id === fact.ticket);
  return !isOwn || (isReadable(actor, fact.facets.after) && !relinks.has(fact.type));
}

const isTold = (actor: Actor, { audience, facets }: ShownFact): boolean =>
  isReadable(actor, facets.after) && (audience === 'everyone' || isStaff(actor));

const pagesWith = ({ tickets }: Listener, { ticket }: ShownFact): readonly WatchedTicket[] =>
  tickets.filter(({ id, duplicates }) => id === ticket || duplicates.includes(ticket));

/** A page compares revisions of its own ticket only. */
function changeOf({ id, number }: WatchedTicket, { ticket, revision }: ShownFact): Readonly<Record<string, string | number>> {
  return id === ticket ? { ticket: number, revision } : { ticket: number };
}

/** Lists change with facts for everyone, and when a ticket leaves the reader's reach. */
function isListed(actor: Actor, { audience, facets }: ShownFact): boolean {
  return audience === 'everyone' && (isReadable(actor, facets.after) || isReadable(actor, facets.before));
}

function isReadable(actor: Actor, facets: ShownFact['facets']['after']): boolean {
  return facets !== null && canRead(actor, scopesOf(facets));
}
