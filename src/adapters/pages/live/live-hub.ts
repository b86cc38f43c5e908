import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { TicketId, UserId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import { scopesOf } from '../../../domain/ticket/ticket.facets';
import { SignInDesk } from '../../desk/access/sign-in-desk';
import type { ShownFact, ShownFacts } from '../../desk/live/shown-facts.port';
import { SHOWN_FACTS } from '../../desk/tokens';
import { Comings } from './comings';
import { IndexBy } from './index-by';
import { scopesFor, streamsOf, tell, type Listener } from './listener';
import { othersHere } from './presence';

/** Maximum number of connections per user. A browser shares one among all its tabs. */
export const mostPerUser = 12;
export const mostListeners = 2_000;
const beatMs = 20_000;

/** The open pages that receive live updates. Stores nothing, and sends only hints that something changed. */
@Injectable()
export class LiveHub implements BeforeApplicationShutdown {
  private readonly listeners = new Set<Listener>();
  private readonly byTicket = new IndexBy<Listener>();
  private readonly byScope = new IndexBy<Listener>();
  private readonly byPage = new IndexBy<Listener>();
  private readonly comings = new Comings((ticket) => this.byPage.under(ticket));
  private starting: Promise<() => void> | null = null;
  private isClosed = false;

  constructor(
    @Inject(SHOWN_FACTS) private readonly facts: ShownFacts,
    @Inject(SignInDesk) private readonly access: Pick<SignInDesk, 'actorOf' | 'onSessionEnd' | 'sessionsOf'>,
  ) {
    access.onSessionEnd((session) => {
      for (const listener of this.listeners) if (listener.session === session) this.leave(listener);
    });
  }

  /** Whether the user may open another connection. */
  hasRoom(user: UserId): boolean {
    if (this.isClosed || this.listeners.size >= mostListeners) return false;
    return [...this.listeners].filter((listener) => listener.user === user).length < mostPerUser;
  }

  /** Resolves once no later fact can be missed. */
  async join(listener: Listener): Promise<void> {
    this.add(listener);
    this.starting ??= this.begin();
    await this.starting.catch((error: unknown) => {
      this.leave(listener);
      throw error;
    });
  }

  leave(listener: Listener): void {
    if (!this.listeners.delete(listener)) return;
    listener.line.end();
    this.byTicket.delete(streamsOf(listener), listener);
    this.byScope.delete(listener.listScopes ?? [], listener);
    this.byPage.delete(pagesOf(listener), listener);
    this.comings.stir(listener);
    if (this.listeners.size === 0) this.rest();
  }

  /** Other users with this ticket open, limited to those that the reader may see. */
  others(ticket: TicketId, reader: Actor): readonly UserId[] {
    return othersHere(
      reader,
      this.byPage.under(ticket).map(({ actor }) => actor),
    );
  }

  /** Shutdown does not wait for clients. */
  beforeApplicationShutdown(): void {
    this.isClosed = true;
    for (const listener of [...this.listeners]) this.leave(listener);
    this.comings.close();
  }

  private add(listener: Listener): void {
    this.listeners.add(listener);
    this.byTicket.add(streamsOf(listener), listener);
    this.byScope.add(listener.listScopes ?? [], listener);
    this.byPage.add(pagesOf(listener), listener);
    this.comings.stir(listener);
  }

  /** Returns a function that stops listening. */
  private async begin(): Promise<() => void> {
    const hush = await this.facts.listen((facts) => void this.told(facts));
    const beating = setInterval(() => void this.beat(), beatMs);
    beating.unref();
    return () => {
      clearInterval(beating);
      hush();
    };
  }

  private rest(): void {
    void this.starting?.then((end) => end()).catch(() => undefined);
    this.starting = null;
  }

  private async told(facts: readonly ShownFact[]): Promise<void> {
    const actors = this.actorsNow();
    for (const fact of facts) {
      for (const listener of this.concernedBy(fact)) {
        // Send nothing while permissions cannot be loaded. Pages reconnect.
        const actor = await actors(listener).catch(() => null);
        if (actor === null || !tell(listener, actor, fact)) this.leave(listener);
      }
    }
  }

  private concernedBy({ ticket, facets }: ShownFact): ReadonlySet<Listener> {
    const scopes = [facets.before, facets.after].flatMap((values) => (values === null ? [] : scopesOf(values)));
    return new Set([...this.byTicket.under(ticket), ...scopes.flatMap((scope) => this.byScope.under(scope))]);
  }

  /** Loads each user once. Null if their permissions changed, so that the connection is opened again. */
  private actorsNow(): (listener: Listener) => Promise<Actor | null> {
    const known = new Map<UserId, Promise<Actor | null>>();
    return async ({ user, actor }) => {
      const asked = known.get(user) ?? this.access.actorOf(user);
      known.set(user, asked);
      const now = await asked;
      return now !== null && scopesFor(now).join() === scopesFor(actor).join() ? now : null;
    };
  }

  /** Also ends connections whose session expired, or was ended by another process. */
  private async beat(): Promise<void> {
    const actors = this.actorsNow();
    const open = new Map<UserId, ReadonlySet<string>>();
    for (const listener of [...this.listeners]) {
      const { user, session, line } = listener;
      const sessions = open.get(user) ?? (await this.sessionsOf(user));
      open.set(user, sessions);
      if (!sessions.has(session) || !(await this.mayStay(actors(listener))) || !line.beat()) this.leave(listener);
    }
  }

  private mayStay(asked: Promise<Actor | null>): Promise<boolean> {
    return asked.then((actor) => actor !== null).catch(() => true);
  }

  /** Keeps all connections while the store is unavailable. */
  private async sessionsOf(user: UserId): Promise<ReadonlySet<string>> {
    const found = await this.access.sessionsOf({ user }).catch(() => null);
    if (found !== null) return new Set(found.map(({ id }) => id));
    return new Set([...this.listeners].map(({ session }) => session));
  }
}

const pagesOf = ({ tickets }: Listener): readonly TicketId[] => tickets.map(({ id }) => id);
