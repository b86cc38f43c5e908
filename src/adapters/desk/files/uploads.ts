import { fromMillis, toMillis, day, minute } from '../../../domain/kernel/instant';
import type { CommandId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import type { Document, Documents } from '../../../projections/kernel/documents.port';
import type { FileVault, KeptFile } from '../../files/file-vault.port';
import type { Clock, Ids } from '../../system/clock.port';
import { refuseFields } from '../refuse-fields';

/** A file in the vault that no fact names yet. */
export interface Upload extends KeptFile {
  readonly name: string;
  readonly mediaType: string;
}

export interface StoredUpload extends Upload {
  readonly id: string;
}

type UploadDocument = Document &
  Upload & { readonly user: string; readonly createdAt: string; readonly usedBy: CommandId | null };

const uploads = 'uploads';
/** How long an upload waits for its command. */
const keptFor = day;
const discardedAfter = day + 60 * minute;

/** The uploads of one command, and those that this call claimed first. */
interface Taken {
  readonly files: readonly StoredUpload[];
  readonly claimed: readonly string[];
}
interface Claim {
  readonly upload: Upload;
  readonly isNew: boolean;
}

export interface UploadsParts {
  readonly documents: Documents;
  readonly vault: FileVault;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Uploads that wait for a command. Each belongs to one user and one command. */
export class Uploads {
  private constructor(private readonly parts: UploadsParts) {}

  static async open(parts: UploadsParts): Promise<Uploads> {
    await parts.documents.prepare({ name: uploads, indexes: [{ fields: [{ field: 'createdAt' }] }] });
    return new Uploads(parts);
  }

  async add({ user }: Actor, upload: Upload): Promise<StoredUpload> {
    const { documents, ids, clock } = this.parts;
    await this.discardOld();
    const id = ids.next();
    const document: UploadDocument = { _id: id, ...upload, user, createdAt: clock.now(), usedBy: null };
    await documents.write([{ collection: uploads, id, document }]);
    return { id, ...upload };
  }

  /** Binds all uploads to one command, or none. Repeating the call returns the same uploads. @throws {DomainError} invalid */
  async take(actor: Actor, ids: readonly string[], command: CommandId): Promise<Taken> {
    const files: StoredUpload[] = [];
    const claimed: string[] = [];
    for (const [at, id] of ids.entries()) {
      const found = await this.claim(actor, id, command);
      if (typeof found === 'string') {
        await this.giveBack(claimed, command);
        return refuseFields([{ field: `files.${at}`, message: found }]);
      }
      files.push({ id, ...found.upload });
      if (found.isNew) claimed.push(id);
    }
    return { files, claimed };
  }

  /** Releases the uploads of a refused command, so that another one may claim them. */
  async giveBack(ids: readonly string[], command: CommandId): Promise<void> {
    for (const id of ids) {
      const found = await this.parts.documents.getVersioned<UploadDocument>(uploads, id);
      if (found?.document.usedBy !== command) continue;
      await this.parts.documents.swap(uploads, id, found.version, { ...found.document, usedBy: null });
    }
  }

  /** Claims the upload, or returns why it is not available. */
  private async claim(actor: Actor, id: string, command: CommandId): Promise<Claim | string> {
    const found = await this.parts.documents.getVersioned<UploadDocument>(uploads, id);
    if (found === null || !this.isTheirs(found.document, actor)) return 'names no upload of yours; uploads expire after a day';
    const { usedBy, name, mediaType, sha256, bytes, keyId, plainSha256 } = found.document;
    const upload = { name, mediaType, sha256, bytes, keyId, plainSha256 };
    if (usedBy === command) return { upload, isNew: false };
    if (usedBy !== null) return 'names an upload that came with another command; upload the file again';
    const isNew = await this.parts.documents.swap(uploads, id, found.version, { ...found.document, usedBy: command });
    return isNew ? { upload, isNew } : this.claim(actor, id, command);
  }

  /** Uploads expire before they are deleted, so no pending command can name a deleted one. */
  private isTheirs({ user, usedBy, createdAt }: UploadDocument, actor: Actor): boolean {
    return user === actor.user && (usedBy !== null || createdAt >= this.ago(keptFor));
  }

  private ago(millis: number): string {
    return fromMillis(toMillis(this.parts.clock.now()) - millis);
  }

  private async discardOld(): Promise<void> {
    const { documents, vault } = this.parts;
    const before = this.ago(discardedAfter);
    const old = await documents.find<UploadDocument>(uploads, {
      where: [{ field: 'createdAt', lt: before }],
      sort: [{ field: 'createdAt' }],
      limit: 100,
    });
    await vault.discard(old.items.filter(({ usedBy }) => usedBy === null));
    await documents.write(old.items.map(({ _id: id }) => ({ collection: uploads, id, document: null })));
  }
}
