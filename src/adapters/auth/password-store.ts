import { hash, verify } from '@node-rs/argon2';
import { isLongerThan } from '../../domain/kernel/characters';
import type { UserId } from '../../domain/kernel/ids';
import type { Instant } from '../../domain/kernel/instant';
import { reject } from '../../domain/kernel/errors';
import type { Document, Documents } from '../../projections/kernel/documents.port';
import type { Clock } from '../system/clock.port';
import type { Passwords } from './sign-in.port';

interface PasswordDocument extends Document {
  /** PHC string: algorithm, parameters, salt and hash. */
  readonly hash: string;
  readonly setAt: Instant;
}

export interface PasswordStoreParts {
  /** The `ops` database. */
  readonly documents: Documents;
  readonly clock: Clock;
}

const collection = 'passwords';
export const shortestPassword = 10;
const longestPassword = 200;
/** Argon2id parameters recommended by OWASP: 19 MiB, two iterations. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Passwords as Argon2id hashes. */
export class PasswordStore implements Passwords {
  /** Verified for users without a password, so that the response time reveals nothing. */
  private readonly decoyHash: Promise<string>;

  private constructor(private readonly parts: PasswordStoreParts) {
    this.decoyHash = hash('a password that nobody has', cost);
  }

  static async open(parts: PasswordStoreParts): Promise<PasswordStore> {
    await parts.documents.prepare({ name: collection, indexes: [] });
    return new PasswordStore(parts);
  }

  demand(password: string, email: string | null): void {
    const problem = problemOf(password, email);
    if (problem !== null) reject('invalid', problem, { fields: { password: problem } });
  }

  async set(user: UserId, password: string, email: string | null): Promise<void> {
    this.demand(password, email);
    await this.store(user, await hash(password.normalize('NFKC'), cost));
  }

  /** Hashes one password once for several users, as the demo needs. */
  async setAll(users: readonly UserId[], password: string): Promise<void> {
    const same = await hash(password.normalize('NFKC'), cost);
    for (const user of users) await this.store(user, same);
  }

  async matches(user: UserId | null, password: string): Promise<boolean> {
    const known = user === null ? null : await this.parts.documents.get<PasswordDocument>(collection, user);
    // Longer passwords were never set, and would take long to hash.
    const tried = isLongerThan(password, longestPassword) ? '' : password.normalize('NFKC');
    const matches = await verify(known?.hash ?? (await this.decoyHash), tried);
    return known !== null && matches;
  }

  async exist(): Promise<boolean> {
    return (await this.parts.documents.count(collection, [])) > 0;
  }

  async has(user: UserId): Promise<boolean> {
    return (await this.parts.documents.get<PasswordDocument>(collection, user)) !== null;
  }

  private async store(user: UserId, phc: string): Promise<void> {
    const document: PasswordDocument = { _id: user, hash: phc, setAt: this.parts.clock.now() };
    await this.parts.documents.write([{ collection, id: user, document }]);
  }
}

function problemOf(password: string, email: string | null): string | null {
  const isTooShort = !isLongerThan(password, shortestPassword - 1);
  if (isTooShort || isLongerThan(password, longestPassword)) return `${shortestPassword} to ${longestPassword} characters`;
  if (new Set(password).size < 4) return 'more than three different characters';
  return password.toLowerCase() === email?.toLowerCase() ? 'something else than the e-mail address' : null;
}
