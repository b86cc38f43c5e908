import type { OrganisationId, UserId } from '../kernel/ids';
import { can } from '../people/rights';
import type { Actor } from '../people/actor';

/** What the facts of a ticket carry beside them. */
export type TicketFacets = {
  readonly kind: string;
  readonly engagement: string;
  readonly ownerOrganisation: OrganisationId;
  readonly handler: OrganisationId;
  readonly earlierHandlers: readonly OrganisationId[];
  /** Users with a stake of their own: owner, creator, requester with an account. Sorted, unique. */
  readonly participants: readonly UserId[];
  readonly team: string | null;
  readonly assignee: UserId | null;
  readonly phase: number;
  readonly subStatus: string;
  readonly priority: string;
  readonly category: string | null;
};

/**
 * Who may see a ticket, as keys that its documents carry and that a reader asks for. One pair of functions, so that a list,
 * a counter and a single read can never disagree (S3.16–S3.18, S4.3, S4.6, C11).
 */
export const everything = '*';
export const organisationScope = (id: string): string => `organisation:${id}`;
export const forwardedScope = (id: string): string => `forwarded:${id}`;
export const userScope = (id: string): string => `user:${id}`;

/** Every scope a ticket with these facets belongs to. Read rights of earlier handlers stay (C25). */
export function scopesOf(facets: TicketFacets): readonly string[] {
  const known = computed.get(facets);
  if (known !== undefined) return known;
  const scopes = computeScopes(facets);
  computed.set(facets, scopes);
  return scopes;
}

/** Several read models ask the same of one fact. */
const computed = new WeakMap<TicketFacets, readonly string[]>();

function computeScopes(facets: TicketFacets): readonly string[] {
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

/** The widest scope an actor may read; null for somebody who may read no ticket at all. */
export function readScope(actor: Actor): string | null {
  if (actor.organisationKind === 'admin' && can(actor, 'ticket.read-everything')) return everything;
  if (can(actor, 'ticket.read-organisation')) return organisationScope(actor.organisation);
  return can(actor, 'ticket.read-own') ? userScope(actor.user) : null;
}

/** Whether a ticket with these scopes may be read: what the widest scope holds, and always what one has a stake in oneself. */
export function canRead(actor: Actor, scopes: readonly string[]): boolean {
  const widest = readScope(actor);
  return widest !== null && (scopes.includes(widest) || scopes.includes(userScope(actor.user)));
}
