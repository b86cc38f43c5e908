import { LRUCache } from 'lru-cache';
import { reject } from '../../domain/kernel/errors';
import type { UserId } from '../../domain/kernel/ids';
import { day, minute, plus, type Instant } from '../../domain/kernel/instant';
import type { Actor } from '../../domain/people/actor';
import { lineProblem, maxName, requireForm } from '../../domain/kernel/form';
import { permissions, type Permission } from '../../domain/people/permission';
import type { Document, Documents, Query } from '../../projections/kernel/documents.port';
import type { Clock, Ids } from '../system/clock.port';
import type { Authenticator } from './authenticator.port';
import { digestOf, newSecret } from './secret';

export interface TokenInfo {
  readonly id: string;
  readonly user: UserId;
  readonly label: string;
  /** Null: all permissions of its user. */
  readonly scope: readonly Permission[] | null;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  /** Accurate to five minutes. */
  readonly lastUsedAt: Instant | null;
}

export interface NewToken {
  readonly label: string;
  readonly scope: readonly Permission[] | null;
  /** Default: 90. */
  readonly days?: number;
}

/** `_id` is the SHA-256 of the token, hex. The token itself is not stored. */
interface TokenDocument extends Document {
  readonly token: string;
  readonly user: UserId;
  readonly label: string;
  readonly scope: readonly Permission[] | null;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | null;
  readonly lastUsedAt: Instant | null;
}

export interface TokenStoreParts {
  /** The `ops` database. */
  readonly documents: Documents;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Null if the user is not active or may not sign in. */
  readonly actors: (user: UserId, scope: readonly Permission[] | null) => Promise<Actor | null>;
}

const collection = 'tokens';
const pattern = /^dkt_[\w-]{43}$/;
const defaultDays = 90;
const maxDays = 3650;
const useAccuracy = 5 * minute;
/** Time until another process's revocation is noticed. */
const maxAgeMs = 5_000;
const pageSize = 200;

/** Bearer tokens of the API: scoped, expiring, shown once. A token never has more rights than its user has at the moment of use. */
export class TokenStore implements Authenticator {
  private readonly recent = new LRUCache<string, TokenDocument>({ max: 10_000, ttl: maxAgeMs });
  /** Counts local changes, so that a document read before one is not cached after it. */
  private changes = 0;

  private constructor(private readonly parts: TokenStoreParts) {}

  static async open(parts: TokenStoreParts): Promise<TokenStore> {
    const indexes = [
      { fields: [{ field: 'token' }] },
      { fields: [{ field: 'createdAt' }] },
      { fields: [{ field: 'user' }, { field: 'createdAt' }] },
    ];
    await parts.documents.prepare({ name: collection, indexes });
    return new TokenStore(parts);
  }

  /**
   * Returns the secret, which is not stored. A token cannot have more rights than the token that creates it.
   * @throws {DomainError} invalid, not-permitted
   */
  async create(owner: Actor, token: NewToken): Promise<TokenInfo & { readonly secret: string }> {
    const { label, scope, days = defaultDays } = token;
    requireWellFormed(label, scope, days);
    const { secret, document } = this.draft(owner.user, { label, scope: await this.scopeWithin(owner, scope), days });
    await this.parts.documents.swap(collection, document._id, null, document);
    return { ...infoOf(document), secret };
  }

  /** One token for each owner, with all of the owner's rights. Atomic if the store has transactions. Returns the secrets. */
  async createAll(owners: readonly UserId[], label: string): Promise<readonly string[]> {
    const drafts = owners.map((owner) => this.draft(owner, { label, scope: null, days: defaultDays }));
    await this.parts.documents.write(drafts.map(({ document }) => ({ collection, id: document._id, document })));
    return drafts.map(({ secret }) => secret);
  }

  /** True if a token with this label was ever created, even if it has expired or was revoked. */
  async existsWithLabel(label: string): Promise<boolean> {
    const all = await this.all({ where: [], sort: [{ field: 'createdAt' }], limit: pageSize });
    return all.some((token) => token.label === label);
  }

  /** True if there is a valid token. Does not check its user. */
  async hasValid(): Promise<boolean> {
    const now = this.parts.clock.now();
    return (await this.list(null)).some(({ expiresAt }) => expiresAt > now);
  }

  /** Valid and expired tokens, oldest first, of one user or of all (null). Excludes revoked ones. */
  async list(owner: Pick<Actor, 'user'> | null): Promise<readonly TokenInfo[]> {
    const where = owner === null ? [] : [{ field: 'user', eq: owner.user }];
    const found = await this.all({ where, sort: [{ field: 'createdAt' }], limit: pageSize });
    return found.filter(({ revokedAt }) => revokedAt === null).map(infoOf);
  }

  /** False if the owner (null: anyone) has no such token. After this, the secret is invalid. */
  async revoke(owner: Pick<Actor, 'user'> | null, id: string): Promise<boolean> {
    const { items } = await this.parts.documents.find<TokenDocument>(collection, {
      where: [{ field: 'token', eq: id }],
      limit: 1,
    });
    const [found] = items;
    if (found === undefined || (owner !== null && found.user !== owner.user) || found.revokedAt !== null) return false;
    const revokedAt = this.parts.clock.now();
    while (!(await this.change(found._id, (token) => ({ ...token, revokedAt: token.revokedAt ?? revokedAt }))));
    return true;
  }

  /** By the SHA-256 of their secrets, hex. */
  async idsOf(digests: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = await this.parts.documents.getMany<TokenDocument>(collection, digests);
    return new Map([...found].map(([digest, { token }]) => [digest, token]));
  }

  async authenticate(secret: string): Promise<Actor | null> {
    if (!pattern.test(secret)) return null;
    const token = await this.find(digestOf(secret));
    const now = this.parts.clock.now();
    if (token === null || token.revokedAt !== null || token.expiresAt <= now) return null;
    const actor = await this.parts.actors(token.user, token.scope);
    if (actor !== null) await this.recordUse(token, now);
    return actor;
  }

  private draft(user: UserId, { label, scope, days }: Required<NewToken>) {
    const secret = newSecret('dkt_');
    const now = this.parts.clock.now();
    const document: TokenDocument = {
      _id: digestOf(secret),
      ...{ token: this.parts.ids.next(), user, label, scope },
      ...{ createdAt: now, expiresAt: plus(now, days * day), revokedAt: null, lastUsedAt: null },
    };
    return { secret, document };
  }

  private async scopeWithin(owner: Actor, scope: readonly Permission[] | null): Promise<readonly Permission[] | null> {
    const missing = (scope ?? []).filter((permission) => !owner.permissions.has(permission));
    if (missing.length > 0) {
      reject('not-permitted', `A token cannot have permissions that you lack. You lack ${missing.join(', ')}.`, { missing });
    }
    if (scope !== null) return scope;
    const unscoped = await this.parts.actors(owner.user, null);
    return unscoped !== null && owner.permissions.size < unscoped.permissions.size ? [...owner.permissions] : null;
  }

  private async find(id: string): Promise<TokenDocument | null> {
    const known = this.recent.get(id);
    if (known !== undefined) return known;
    const before = this.changes;
    const token = await this.parts.documents.get<TokenDocument>(collection, id);
    if (token !== null && before === this.changes) this.recent.set(id, token);
    return token;
  }

  /** Failures are ignored, because a full disk must not prevent sign-in. */
  private async recordUse(token: TokenDocument, now: Instant): Promise<void> {
    if (token.lastUsedAt !== null && plus(token.lastUsedAt, useAccuracy) > now) return;
    await this.change(token._id, (stored) => ({ ...stored, lastUsedAt: now })).catch(() => false);
  }

  /** False after a conflict, so recording a use never overwrites a revocation. */
  private async change(id: string, changed: (token: TokenDocument) => TokenDocument): Promise<boolean> {
    const stored = await this.parts.documents.getVersioned<TokenDocument>(collection, id);
    if (stored === null) return true;
    const done = await this.parts.documents.swap(collection, id, stored.version, changed(stored.document));
    this.changes += 1;
    this.recent.delete(id);
    return done;
  }

  private async all(query: Query): Promise<readonly TokenDocument[]> {
    const { items, next } = await this.parts.documents.find<TokenDocument>(collection, query);
    return next === null ? items : [...items, ...(await this.all({ ...query, after: next }))];
  }
}

function infoOf({ token, user, label, scope, createdAt, expiresAt, lastUsedAt }: TokenDocument): TokenInfo {
  return { id: token, user, label, scope, createdAt, expiresAt, lastUsedAt };
}

function requireWellFormed(label: string, scope: readonly Permission[] | null, days: number): void {
  const unknown = (scope ?? []).filter((permission) => !permissions.includes(permission));
  const fits = Number.isInteger(days) && days >= 1 && days <= maxDays;
  requireForm({
    label: lineProblem(label, maxName),
    days: fits ? null : `whole days, 1 to ${maxDays}`,
    scope: unknown.length === 0 ? null : `known permissions only, not ${unknown.join(', ')}`,
  });
}
