import { reject } from '../../domain/kernel/errors';
import type { CommandId } from '../../domain/kernel/ids';
import { day, fromMillis, toMillis } from '../../domain/kernel/instant';
import type { Document, Documents } from '../../projections/kernel/documents.port';
import type { Clock } from '../system/clock.port';
import { isCertain } from './is-certain';

/** `_id` is the command id of the key and its user. */
interface UsedKey extends Document {
  /** The stream of the command, or `tokens`. Null after a refusal: the key is free again. */
  readonly place: string | null;
  readonly at: string;
}

const collection = 'used-keys';
/** A client that retries after this may use its key on another path. */
const keptFor = 30 * day;
/** At every start, and after so many keys, the old ones are deleted, twice as many at most, so the collection stops growing. */
const sweepEvery = 500;

interface UsedKeysParts {
  /** The `ops` database. */
  readonly documents: Pick<Documents, 'find' | 'getVersioned' | 'prepare' | 'swap' | 'write'>;
  readonly clock: Clock;
}

const otherPath = 'You used this Idempotency-Key before, on another path. Use a new key for a new command.';

/** One Idempotency-Key of one user is one command, on whatever path (rule 6). A stream knows its own commands only. */
export class UsedKeys {
  private asked = 0;

  private constructor(private readonly parts: UsedKeysParts) {}

  static async open(parts: UsedKeysParts): Promise<UsedKeys> {
    await parts.documents.prepare({ name: collection, indexes: [{ fields: [{ field: 'at' }] }] });
    const keys = new UsedKeys(parts);
    await keys.discardOld();
    return keys;
  }

  /**
   * Runs a command that finds out itself whether it is a repeat.
   * @throws {DomainError} idempotency-key-reused, and the refusal of the command
   */
  async repeatable<T>(id: CommandId, place: string, run: () => Promise<T>): Promise<T> {
    const isNew = await this.claim(id, place);
    return isNew ? this.freeWhenRefused(id, run) : run();
  }

  /**
   * Runs something whose answer cannot be given again.
   * @throws {DomainError} idempotency-key-reused, already-exists
   */
  async once<T>(
    id: CommandId,
    { place, again }: { readonly place: string; readonly again: string },
    run: () => Promise<T>,
  ): Promise<T> {
    if (!(await this.claim(id, place))) return reject('already-exists', again);
    return this.freeWhenRefused(id, run);
  }

  /** False if the key was used here before. */
  private async claim(id: string, place: string): Promise<boolean> {
    this.asked += 1;
    if (this.asked % sweepEvery === 0) await this.discardOld();
    for (;;) {
      const { used, version } = await this.use(id);
      if (used === place) return false;
      if (used !== null) reject('idempotency-key-reused', otherPath);
      if (await this.put(id, version, place)) return true;
    }
  }

  private async freeWhenRefused<T>(id: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (refusal) {
      if (isCertain(refusal)) await this.free(id);
      throw refusal;
    }
  }

  private async free(id: string): Promise<void> {
    const { version } = await this.use(id);
    await this.put(id, version, null);
  }

  private put(id: string, version: number | null, place: string | null): Promise<boolean> {
    const { documents, clock } = this.parts;
    return documents.swap(collection, id, version, { _id: id, place, at: clock.now() });
  }

  private async discardOld(): Promise<void> {
    const { documents, clock } = this.parts;
    const before = fromMillis(toMillis(clock.now()) - keptFor);
    const where = [{ field: 'at', lt: before }];
    const { items } = await documents.find<UsedKey>(collection, { where, sort: [{ field: 'at' }], limit: 2 * sweepEvery });
    await documents.write(items.map(({ _id: id }) => ({ collection, id, document: null })));
  }

  private async use(id: string): Promise<{ readonly used: string | null; readonly version: number | null }> {
    const found = await this.parts.documents.getVersioned<UsedKey>(collection, id);
    return found === null ? { used: null, version: null } : { used: found.document.place, version: found.version };
  }
}
