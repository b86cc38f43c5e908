import { LRUCache } from 'lru-cache';
import type { UserId } from '../../domain/kernel/ids';
import { day, minute, plus, type Instant } from '../../domain/kernel/instant';
import type { Actor } from '../../domain/people/actor';
import type { Document, Documents } from '../../projections/kernel/documents.port';
import type { Clock, Ids } from '../system/clock.port';
import { digestOf, newSecret } from './secret';
import type { SessionInfo, Sessions, SignedIn } from './sign-in.port';

/** `_id` is the SHA-256 of the secret, hex. */
interface SessionDocument extends Document {
  readonly session: string;
  readonly user: UserId;
  readonly device: string;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant;
  readonly endedAt: Instant | null;
}

export interface SessionStoreParts {
  /** The `ops` database. */
  readonly documents: Documents;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Null if the user is not active or may not sign in. */
  readonly actors: (user: UserId) => Promise<Actor | null>;
}

const collection = 'sessions';
const pattern = /^dks_[\w-]{43}$/;
/** A session expires after this many idle days, and in any case after `longestDays`. */
const idleDays = 7;
const longestDays = 30;
const useAccuracy = 5 * minute;
/** Time until another process's end of a session is noticed. */
const maxAgeMs = 5_000;
const mostListed = 100;
const mostLookedAt = 1_000;

/** Browser sessions, found by the hash of a cookie. Their user can list and end them. */
export class SessionStore implements Sessions {
  private readonly recent = new LRUCache<string, SessionDocument>({ max: 10_000, ttl: maxAgeMs });
  private readonly endListeners: ((session: string) => void)[] = [];
  private changes = 0;

  private constructor(private readonly parts: SessionStoreParts) {}

  static async open(parts: SessionStoreParts): Promise<SessionStore> {
    const createdAt = { field: 'createdAt', descending: true as const };
    const indexes = [{ fields: [{ field: 'user' }, createdAt] }, { fields: [createdAt] }];
    await parts.documents.prepare({ name: collection, indexes });
    return new SessionStore(parts);
  }

  async create(user: UserId, device: string): Promise<{ readonly secret: string; readonly session: SessionInfo }> {
    const secret = newSecret('dks_');
    const now = this.parts.clock.now();
    const document: SessionDocument = {
      ...{ _id: digestOf(secret), session: this.parts.ids.next(), user, device: device.slice(0, 200) },
      ...{ createdAt: now, lastUsedAt: now, endedAt: null },
    };
    await this.parts.documents.swap(collection, document._id, null, document);
    return { secret, session: infoOf(document) };
  }

  async authenticate(secret: string): Promise<SignedIn | null> {
    if (!pattern.test(secret)) return null;
    const found = await this.find(digestOf(secret));
    const now = this.parts.clock.now();
    if (found === null || isOver(found, now)) return null;
    const actor = await this.parts.actors(found.user);
    if (actor === null) return null;
    await this.recordUse(found, now);
    return { actor, session: infoOf(found) };
  }

  async list(user: UserId): Promise<readonly SessionInfo[]> {
    const now = this.parts.clock.now();
    return (await this.of(user)).filter((session) => !isOver(session, now)).map(infoOf);
  }

  onEnd(listener: (session: string) => void): void {
    this.endListeners.push(listener);
  }

  async newest(): Promise<readonly SessionInfo[]> {
    const now = this.parts.clock.now();
    const where = [{ field: 'createdAt', gt: plus(now, -longestDays * day) }];
    const sort = [{ field: 'createdAt', descending: true }];
    const { items } = await this.parts.documents.find<SessionDocument>(collection, { where, sort, limit: mostLookedAt });
    return items
      .filter((session) => !isOver(session, now))
      .slice(0, mostListed)
      .map(infoOf);
  }

  async end(user: UserId, id: string): Promise<boolean> {
    const now = this.parts.clock.now();
    const found = (await this.of(user)).find(({ session }) => session === id);
    if (found === undefined || isOver(found, now)) return false;
    await this.over(found);
    return true;
  }

  async endOthers(user: UserId, kept: string | null): Promise<void> {
    const others = (await this.of(user)).filter(({ session, endedAt }) => session !== kept && endedAt === null);
    for (const other of others) await this.over(other);
  }

  private async of(user: UserId): Promise<readonly SessionDocument[]> {
    const { items } = await this.parts.documents.find<SessionDocument>(collection, {
      where: [{ field: 'user', eq: user }],
      sort: [{ field: 'createdAt', descending: true }],
      limit: mostListed,
    });
    return items;
  }

  private async over({ _id: id, session: ended }: SessionDocument): Promise<void> {
    const endedAt = this.parts.clock.now();
    while (!(await this.change(id, (session) => ({ ...session, endedAt: session.endedAt ?? endedAt }))));
    for (const listener of this.endListeners) listener(ended);
  }

  private async find(id: string): Promise<SessionDocument | null> {
    const known = this.recent.get(id);
    if (known !== undefined) return known;
    const before = this.changes;
    const session = await this.parts.documents.get<SessionDocument>(collection, id);
    if (session !== null && before === this.changes) this.recent.set(id, session);
    return session;
  }

  /** Failures are ignored, because a full disk must not prevent sign-in. */
  private async recordUse(session: SessionDocument, now: Instant): Promise<void> {
    if (plus(session.lastUsedAt, useAccuracy) > now) return;
    await this.change(session._id, (stored) => ({ ...stored, lastUsedAt: now })).catch(() => false);
  }

  /** False after a conflict, so recording a use never brings an ended session back. */
  private async change(id: string, changed: (session: SessionDocument) => SessionDocument): Promise<boolean> {
    const stored = await this.parts.documents.getVersioned<SessionDocument>(collection, id);
    if (stored === null) return true;
    const done = await this.parts.documents.swap(collection, id, stored.version, changed(stored.document));
    this.changes += 1;
    this.recent.delete(id);
    return done;
  }
}

function expiryOf({ createdAt, lastUsedAt }: SessionDocument): Instant {
  const [idle, longest] = [plus(lastUsedAt, idleDays * day), plus(createdAt, longestDays * day)];
  return idle < longest ? idle : longest;
}

function isOver(session: SessionDocument, now: Instant): boolean {
  return session.endedAt !== null || expiryOf(session) <= now;
}

function infoOf(session: SessionDocument): SessionInfo {
  const { session: id, user, device, createdAt, lastUsedAt } = session;
  return { id, user, device, createdAt, lastUsedAt, expiresAt: expiryOf(session) };
}
