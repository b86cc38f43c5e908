import { Inject, Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { CommandForm } from '../../../domain/kernel/commands';
import { reject } from '../../../domain/kernel/errors';
import type { FileId, TicketId } from '../../../domain/kernel/ids';
import type { Value } from '../../../domain/kernel/value';
import type { Actor } from '../../../domain/people/actor';
import type { NamedFile } from '../../../domain/ticket/ticket.commands';
import { getFile } from '../../../projections/tickets/read-ticket';
import type { FileLine } from '../../../projections/tickets/ticket-detail.document';
import type { FileVault } from '../../files/file-vault.port';
import type { Asker, Outcome } from '../asker';
import { Commands, type Sent } from '../commands';
import { checkedInput } from '../input/checked-input';
import { TicketReader } from '../tickets/ticket-reader';
import { FILE_VAULT, UPLOADS } from '../tokens';
import type { StoredUpload, Upload, Uploads } from './uploads';

interface Coming {
  readonly form: CommandForm;
  readonly body: unknown;
  readonly uploads: readonly Upload[];
}

/** Files that come with commands, and files that are read again. */
@Injectable()
export class FileDesk {
  constructor(
    private readonly commands: Commands,
    private readonly reader: TicketReader,
    @Inject(FILE_VAULT) private readonly vault: FileVault,
    @Inject(UPLOADS) private readonly uploads: Uploads,
  ) {}

  /** Keeps an upload until its command names it. */
  upload(actor: Actor, upload: Upload): Promise<StoredUpload> {
    return this.uploads.add(actor, upload);
  }

  /**
   * Checks the request and carries it out with its files. After a refusal, files of this request are discarded and earlier uploads stay
   * usable.
   * @throws {DomainError} invalid, and whatever `record` throws
   */
  async withFiles(asker: Asker, { form, body, uploads }: Coming, record: (sent: Sent) => Promise<Outcome>): Promise<Outcome> {
    try {
      const outcome = await this.checked(asker, { form, body, uploads }, record);
      if (outcome.repeated) await this.vault.discard(uploads);
      return outcome;
    } catch (refusal) {
      await this.vault.discard(uploads);
      throw refusal;
    }
  }

  private async checked(asker: Asker, { form, body, uploads }: Coming, record: (sent: Sent) => Promise<Outcome>) {
    const named = uploads.map((upload) => ({ id: this.commands.newId(), ...upload }));
    const { values, occurredAt } = checkedInput(form, withIds(body, named));
    const time = occurredAt === undefined ? {} : { occurredAt };
    const sent = { ...time, body: sentBody(body, uploads) };
    const ids = (values['files'] ?? []) as readonly string[];
    if (ids.length === 0) return record({ ...sent, values });
    if (named.length > 0) return record({ ...sent, values: { ...values, files: named.map(namedFile) } });
    return this.withStored(asker, { sent, values, ids }, record);
  }

  private async withStored(
    asker: Asker,
    {
      sent,
      values,
      ids,
    }: { readonly sent: Omit<Sent, 'values'>; readonly values: Sent['values']; readonly ids: readonly string[] },
    record: (sent: Sent) => Promise<Outcome>,
  ): Promise<Outcome> {
    const commandId = this.commands.commandId(asker);
    const stored = await this.uploads.take(asker.actor, ids, commandId);
    try {
      return await record({ ...sent, values: { ...values, files: stored.map(namedFile) }, commandId });
    } catch (refusal) {
      await this.uploads.giveBack(ids, commandId);
      throw refusal;
    }
  }

  /**
   * @throws {DomainError} unknown: no such file, none the actor may see, or its content was destroyed
   * @throws {NotShownYet}
   */
  async read(ticket: TicketId, file: FileId, actor: Actor): Promise<{ readonly line: FileLine; readonly content: Readable }> {
    const line = await this.reader.part(getFile, actor, { ticket, file });
    if (line === null) return reject('unknown', 'This ticket has no such file, or none that you may see.');
    const content = line.redacted ? null : await this.vault.open(line.sha256);
    if (content === null) return reject('unknown', 'The content of this file was destroyed. That it was there stays on record.');
    return { line, content };
  }
}

function namedFile({ id: file, name, mediaType, sha256, bytes, keyId }: StoredUpload): NamedFile {
  return { file, name, mediaType, sha256, bytes, keyId };
}

/** Puts the files of the request into its fields, so that the same rules count and require them. */
function withIds(body: unknown, named: readonly StoredUpload[]): unknown {
  return named.length === 0 ? body : { ...(body as object), files: named.map(({ id }) => id) };
}

/** What makes two requests equal. Ciphertexts differ each time, so contents are compared. */
function sentBody(body: unknown, uploads: readonly Upload[]): Value {
  const fields = (body ?? {}) as Value;
  if (uploads.length === 0) return fields;
  return { fields, files: uploads.map(({ name, mediaType, plainSha256 }) => ({ name, mediaType, plainSha256 })) };
}
