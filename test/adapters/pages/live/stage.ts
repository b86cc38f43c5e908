import { Writable } from 'node:stream';
import { EventLine, type LineOut } from '../../../../src/adapters/pages/live/event-line';
import { LiveHub } from '../../../../src/adapters/pages/live/live-hub';
import { scopesFor, type Listener, type WatchedTicket } from '../../../../src/adapters/pages/live/listener';
import type { ShownFact, ShownFacts } from '../../../../src/adapters/desk/live/shown-facts.port';
import type { SessionInfo } from '../../../../src/adapters/auth/sign-in.port';
import type { TicketFacets } from '../../../../src/domain/ticket/ticket.facets';
import type { Actor } from '../../../../src/domain/people/actor';
import { actor, id, noon } from '../../../dsl/world';

export const [customer, partner, stranger] = [id(1), id(2), id(3)];
export const ada: Actor = actor({ user: id(11), organisation: customer, organisationKind: 'customer' });
export const eve: Actor = actor({ user: id(12), organisation: stranger, organisationKind: 'customer' });
export const liisa: Actor = actor({ user: id(21), organisation: partner, organisationKind: 'partner' });
export const pekka: Actor = actor({ user: id(22), organisation: partner, organisationKind: 'partner' });

export const ticket = id(100);
export const watched: WatchedTicket = { id: ticket, number: 'CT-000100', duplicates: [] };

/** Of a ticket of the customer's that a handler has. */
export function facets(handler = partner, ownerOrganisation = customer): TicketFacets {
  return {
    ...{ kind: 'issue', engagement: 'own', ownerOrganisation, handler, earlierHandlers: [], participants: [] },
    ...{ team: null, assignee: null, phase: 3, subStatus: 'none', priority: 'moderate', category: null },
  };
}

export function fact(values: Partial<ShownFact> = {}): ShownFact {
  const sides = { before: facets(), after: facets() };
  return { ticket, type: 'PriorityChanged', revision: 5, audience: 'everyone', facets: sides, ...values };
}

/** Reads whatever is written to it. */
export function reading(): { readonly out: LineOut; readonly heard: () => string; readonly isEnded: () => boolean } {
  let text = '';
  const out = new Writable({
    write(chunk, _coding, done) {
      text += String(chunk);
      done();
    },
  });
  return { out, heard: () => text, isEnded: () => out.writableEnded || out.destroyed };
}

/** The hub with its surroundings: who may sign in, which sessions are open, and a log that tells when the test says so. */
export function stage() {
  const sessions = new Map<string, string>();
  const people = new Map<string, Actor>();
  const told = new Set<(facts: readonly ShownFact[]) => void>();
  let endListener: (session: string) => void = () => undefined;
  const count = { subscriptions: 0, actors: 0 };
  const facts: ShownFacts = {
    listen: (listener) => {
      count.subscriptions += 1;
      told.add(listener);
      return Promise.resolve(() => void told.delete(listener));
    },
  };
  const infoOf = (session: string, user: string): SessionInfo => {
    return { id: session, user, createdAt: noon, lastUsedAt: noon, expiresAt: noon, device: '' };
  };
  const hub = new LiveHub(facts, {
    actorOf: (user) => {
      count.actors += 1;
      return Promise.resolve(people.get(user) ?? null);
    },
    onSessionEnd: (listener) => (endListener = listener),
    sessionsOf: ({ user }) =>
      Promise.resolve([...sessions].filter(([, of]) => of === user).map(([session]) => infoOf(session, user))),
  });
  let last = 500;
  const join = async (who: Actor, on: readonly WatchedTicket[] = [watched], withList = false) => {
    const { out, heard, isEnded } = reading();
    const session = id((last += 1));
    sessions.set(session, who.user);
    people.set(who.user, who);
    const listener: Listener = {
      ...{ user: who.user, session, actor: who, tickets: on, line: new EventLine(out) },
      listScopes: withList ? scopesFor(who) : null,
    };
    await hub.join(listener);
    return { listener, heard, isEnded, session };
  };
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
  return {
    ...{ hub, join, people, sessions, count },
    listening: () => told.size,
    endSession: (session: string) => endListener(session),
    tell: async (...some: readonly ShownFact[]) => {
      for (const listener of told) listener(some);
      await settle();
    },
  };
}
