import { day, fromMillis, minute, toMillis } from '../../../domain/kernel/instant';
import { reject } from '../../../domain/kernel/errors';
import type { TicketId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import type { DossierSection } from '../../../domain/ticket/ticket.events';
import type { Condition, Document, Documents, IndexSpec } from '../../../projections/kernel/documents.port';
import type { Plain } from '../../../projections/kernel/plain';
import type { FileVault, KeptFile } from '../../files/file-vault.port';
import type { Clock } from '../../system/clock.port';
import type { ExportState } from './dossiers.port';

export interface ExportDocument extends Document {
  readonly user: string;
  readonly ticket: TicketId;
  readonly number: string;
  readonly sections: readonly DossierSection[];
  /** All that was wished for, in one text: two with the same are one. */
  readonly wish: string;
  readonly state: ExportState;
  readonly createdAt: string;
  /** When its writer was last alive. */
  readonly seenAt: string;
  readonly file: Plain<KeptFile> | null;
  /** The key of the ZIP, known before the ZIP is written. */
  readonly keyId: string | null;
  readonly isPrintable: boolean;
}

const collection = 'dossier-exports';
export const keptFor = day;
/** A writer that was not seen for so long is gone. */
const lostAfter = 2 * minute;

export interface ExportStoreParts {
  readonly documents: Documents;
  readonly vault: Pick<FileVault, 'discard'>;
  readonly clock: Clock;
}

/** Who asked for which dossier, and the ZIP in the vault: encrypted, and gone with its key after a day. */
export class ExportStore {
  private constructor(private readonly parts: ExportStoreParts) {}

  static async open(parts: ExportStoreParts): Promise<ExportStore> {
    const byTicket: IndexSpec = { fields: [{ field: 'ticket' }, { field: 'user' }, { field: 'createdAt', descending: true }] };
    const byUser: IndexSpec = { fields: [{ field: 'user' }, { field: 'createdAt', descending: true }] };
    await parts.documents.prepare({ name: collection, indexes: [byTicket, byUser, { fields: [{ field: 'createdAt' }] }] });
    return new ExportStore(parts);
  }

  async add(document: ExportDocument): Promise<void> {
    await this.parts.documents.write([{ collection, id: document._id, document }]);
  }

  /** Changes it and answers true, unless it has ended or was discarded. */
  async change(id: string, news: Partial<ExportDocument>): Promise<boolean> {
    const { documents } = this.parts;
    for (;;) {
      const found = await documents.getVersioned<ExportDocument>(collection, id);
      if (found?.document.state !== 'running') return false;
      // Another change that came between, such as a sign of life, must not cost this one.
      if (await documents.swap(collection, id, found.version, { ...found.document, ...news })) return true;
    }
  }

  /** All of everybody, also those being written: none may outlive an erasure (rule 7). Each can be asked for again. */
  async discardAll(): Promise<void> {
    while ((await this.discard([])) > 0);
  }

  /** Those that had their day: their keys are destroyed. */
  async discardOld(): Promise<void> {
    while ((await this.discard([{ field: 'createdAt', lt: this.ago(keptFor) }])) > 0);
  }

  /** @throws {DomainError} unknown: expired, somebody else's, or never there */
  async of({ user }: Actor, id: string): Promise<ExportDocument> {
    const found = await this.parts.documents.get<ExportDocument>(collection, id);
    if (found?.user !== user || found.createdAt < this.ago(keptFor))
      return reject('unknown', 'There is no such export. Exports are kept for a day, for the one who asked.');
    return this.seen(found);
  }

  async list({ user }: Actor, ticket: TicketId): Promise<readonly ExportDocument[]> {
    const where = [
      { field: 'ticket', eq: ticket },
      { field: 'user', eq: user },
    ] as const;
    const found = await this.parts.documents.find<ExportDocument>(collection, {
      where: [...where, { field: 'createdAt', gt: this.ago(keptFor) }],
      sort: [{ field: 'createdAt', descending: true }],
      limit: 20,
    });
    return found.items.map((one) => this.seen(one));
  }

  /** The newest of a user, of any ticket. */
  async newestOf({ user }: Actor, limit: number): Promise<readonly ExportDocument[]> {
    const found = await this.parts.documents.find<ExportDocument>(collection, {
      where: [
        { field: 'user', eq: user },
        { field: 'createdAt', gt: this.ago(keptFor) },
      ],
      sort: [{ field: 'createdAt', descending: true }],
      limit,
    });
    return found.items.map((one) => this.seen(one));
  }

  /** One whose server died is not running any more. */
  private seen(document: ExportDocument): ExportDocument {
    const isLost = document.state === 'running' && document.seenAt < this.ago(lostAfter);
    return isLost ? { ...document, state: 'failed' } : document;
  }

  private ago(millis: number): string {
    return fromMillis(toMillis(this.parts.clock.now()) - millis);
  }

  /** Up to a hundred, the oldest first. Answers how many. */
  private async discard(where: readonly Condition[]): Promise<number> {
    const { documents, vault } = this.parts;
    const { items } = await documents.find<ExportDocument>(collection, { where, sort: [{ field: 'createdAt' }], limit: 100 });
    await vault.discard(items.flatMap(({ file, keyId }) => file ?? (typeof keyId === 'string' ? { keyId, sha256: null } : [])));
    await documents.write(items.map(({ _id: id }) => ({ collection, id, document: null })));
    return items.length;
  }
}

export interface Sweep {
  close(): Promise<void>;
}

const sweepEveryMs = 10 * minute;

/** Discards old exports now and again, so that their day ends although nobody asks for another one. */
export function sweepExports(
  exports: Pick<ExportStore, 'discardOld'>,
  onFailure: (error: unknown) => void,
  everyMs = sweepEveryMs,
): Sweep {
  const sweep = (): Promise<void> => exports.discardOld().catch(onFailure);
  let sweeping = sweep();
  const again = (): void => {
    sweeping = sweeping.then(sweep);
  };
  const timer = setInterval(again, everyMs).unref();
  return {
    async close() {
      clearInterval(timer);
      await sweeping;
    },
  };
}
