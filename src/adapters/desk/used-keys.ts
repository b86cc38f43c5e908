import { reject } from '../../domain/kernel/errors';
import type { CommandId } from '../../domain/kernel/ids';
import type { Document, Documents } from '../../projections/kernel/documents.port';
import { isCertain } from './is-certain';

/** `_id` is the command id of the key and its user. */
interface UsedKey extends Document {
  /** The stream of the command, or `tokens`. Null after a refusal: the key is free again. */
  readonly place: string | null;
}

const collection = 'used-keys';
const otherPath = 'You used this Idempotency-Key before, on another path. Use a new key for a new command.';

/** One Idempotency-Key of one user is one command, on whatever path (rule 6). A stream knows its own commands only. */
export class UsedKeys {
  private constructor(private readonly documents: Pick<Documents, 'getVersioned' | 'swap'>) {}

  /** `documents`: the `ops` database. */
  static async open(documents: Pick<Documents, 'getVersioned' | 'prepare' | 'swap'>): Promise<UsedKeys> {
    await documents.prepare({ name: collection, indexes: [] });
    return new UsedKeys(documents);
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
    for (;;) {
      const { used, version } = await this.use(id);
      if (used === place) return false;
      if (used !== null) reject('idempotency-key-reused', otherPath);
      if (await this.documents.swap(collection, id, version, { _id: id, place })) return true;
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
    await this.documents.swap(collection, id, version, { _id: id, place: null });
  }

  private async use(id: string): Promise<{ readonly used: string | null; readonly version: number | null }> {
    const found = await this.documents.getVersioned<UsedKey>(collection, id);
    return found === null ? { used: null, version: null } : { used: found.document.place, version: found.version };
  }
}
