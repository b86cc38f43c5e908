import type { OrganisationId, UserId } from '../kernel/ids';
import { can } from '../people/rights';
import type { Actor } from '../people/actor';

/** The facets stored beside each fact of a ticket. */
export type TicketFacets = {
  readonly kind: string;
  readonly engagement: string;
  readonly ownerOrganisation: OrganisationId;
  readonly handler: OrganisationId;
  readonly earlierHandlers: readonly OrganisationId[];
  /** The owner, the creator and a requester with an account. Sorted, unique. */
  readonly participants: readonly UserId[];
  readonly team: string | null;
  readonly assignee: UserId | null;
  readonly phase: number;
  readonly subStatus: string;
  readonly priority: string;
  readonly category: string | null;
};

/**
 * Scopes are the keys that a ticket's documents carry and that a reader asks for. Lists, counters and single reads share one pair
 * of functions, so they can never disagree (S3.16–S3.18, S4.3, S4.6, C11).
 */
export const everything = '*';
export const organisationScope = (id: string): string => `organisation:${id}`;
export const forwardedScope = (id: string): string => `forwarded:${id}`;
export const userScope = (id: string): string => `user:${id}`;

/** Every scope of a ticket with these facets. Earlier handlers keep their read rights (C25). */
export function scopesOf(facets: TicketFacets): readonly string[] {
  const known = computed.get(facets);
  if (known !== undefined) return known;
  const scopes = computeScopes(facets);
  computed.set(facets, scopes);
  return scopes;
}

/** Several read models ask for the scopes of the same fact. */
const computed = new WeakMap<TicketFacets, readonly string[]>();

type Readers = Pick<TicketFacets, 'ownerOrganisation' | 'handler' | 'earlierHandlers' | 'participants' | 'assignee'>;

function computeScopes(facets: Readers): readonly string[] {
  const organisations = new Set([facets.ownerOrganisation, facets.handler, ...facets.earlierHandlers]);
  const users = new Set([...facets.participants, ...(facets.assignee === null ? [] : [facets.assignee])]);
  const forwarded = facets.earlierHandlers.filter((id) => id !== facets.handler);
  return [
    everything,
    ...[...organisations].map(organisationScope),
    ...forwarded.map(forwardedScope),
    ...[...users].map(userScope),
  ];
}

/** The widest scope that the actor may read. Null when they may read no ticket. */
export function readScope(actor: Actor): string | null {
  if (actor.organisationKind === 'admin' && can(actor, 'ticket.read-everything')) return everything;
  if (can(actor, 'ticket.read-organisation')) return organisationScope(actor.organisation);
  return can(actor, 'ticket.read-own') ? userScope(actor.user) : null;
}

/** Whether the actor may read a ticket with these scopes, by their widest scope or because they take part in it. */
export function canRead(actor: Actor, scopes: readonly string[]): boolean {
  const widest = readScope(actor);
  return widest !== null && (scopes.includes(widest) || scopes.includes(userScope(actor.user)));
}

/** Whether the actor may read the ticket after it is handed over: as its organisation or a participant, not as its technician. */
export function keepsReading(actor: Actor, ticket: Omit<Readers, 'assignee'>): boolean {
  return canRead(actor, computeScopes({ ...ticket, assignee: null }));
}
