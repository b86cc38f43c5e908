import { Inject, Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { CommandForm } from '../../../domain/kernel/commands';
import { reject } from '../../../domain/kernel/errors';
import type { CommandId, FileId, TicketId } from '../../../domain/kernel/ids';
import type { Value } from '../../../domain/kernel/value';
import type { Actor } from '../../../domain/people/actor';
import type { NamedFile } from '../../../domain/ticket/ticket.commands';
import { getFile } from '../../../projections/tickets/read-ticket';
import type { FileLine } from '../../../projections/tickets/ticket-detail.document';
import type { FileVault } from '../../files/file-vault.port';
import type { Asker, Outcome } from '../asker';
import { Commands, type Sent } from '../commands';
import { checkedInput } from '../input/checked-input';
import { isCertain } from '../is-certain';
import { TicketReader } from '../tickets/ticket-reader';
import { FILE_SCANS, FILE_VAULT, UPLOADS } from '../tokens';
import type { FileScans } from './file-scans';
import type { StoredUpload, Upload, Uploads } from './uploads';

/** Files to release when the command is refused. */
interface Held {
  readonly commandId: CommandId;
  readonly sent: readonly StoredUpload[];
  readonly claimed: string[];
}

interface Coming {
  readonly form: CommandForm;
  readonly body: unknown;
  readonly uploads: readonly Upload[];
}

/** Stores the files of commands and reads them again. */
@Injectable()
export class FileDesk {
  @Inject(FILE_SCANS) private readonly scans!: FileScans;

  constructor(
    private readonly commands: Commands,
    private readonly reader: TicketReader,
    @Inject(FILE_VAULT) private readonly vault: FileVault,
    @Inject(UPLOADS) private readonly uploads: Uploads,
  ) {}

  /** Stores an upload until a command names it. */
  upload(actor: Actor, upload: Upload): Promise<StoredUpload> {
    return this.uploads.add(actor, upload);
  }

  /**
   * Runs a command with its files. After a refusal, files of this request are discarded and earlier uploads stay usable. When the outcome is
   * unknown, everything is kept.
   * @throws {DomainError} invalid, and errors of `record`
   */
  async withFiles(asker: Asker, { form, body, uploads }: Coming, record: (sent: Sent) => Promise<Outcome>): Promise<Outcome> {
    const commandId = this.commands.commandId(asker);
    const held: Held = { commandId, sent: uploads.map((upload) => ({ id: this.commands.newId(), ...upload })), claimed: [] };
    try {
      const { values, occurredAt } = checkedInput(form, withIds(body, held.sent));
      const ids = (values['files'] ?? []) as readonly string[];
      const stored = await this.filesNamed(ids, asker.actor, held);
      const files = stored.length === 0 ? {} : { files: stored.map(namedFile) };
      const time = occurredAt === undefined ? {} : { occurredAt };
      const outcome = await record({ ...time, body: sentBody(body, stored), values: { ...values, ...files }, commandId });
      // A repeated form uploads its files again, but the command already has the first ones.
      if (outcome.repeated || outcome.recorded.length === 0) await this.release(held);
      else stored.forEach(({ sha256 }) => this.scans.scan(sha256));
      return outcome;
    } catch (refusal) {
      if (isCertain(refusal)) await this.release(held);
      throw refusal;
    }
  }

  /** Files of this request, and earlier uploads that the command now claims. */
  private async filesNamed(ids: readonly string[], actor: Actor, held: Held): Promise<readonly StoredUpload[]> {
    const earlier = ids.filter((id) => held.sent.every((file) => file.id !== id));
    const { files, claimed } = await this.uploads.take(actor, earlier, held.commandId);
    held.claimed.push(...claimed);
    return [...files, ...held.sent];
  }

  private async release({ sent, claimed, commandId }: Held): Promise<void> {
    await this.vault.discard(sent);
    await this.uploads.giveBack(claimed, commandId);
  }

  /**
   * @throws {DomainError} unknown: no such file, not visible to the actor, destroyed, or in quarantine; unavailable: it waits for its scan
   * @throws {NotShownYet}
   */
  async read(ticket: TicketId, file: FileId, actor: Actor): Promise<{ readonly line: FileLine; readonly content: Readable }> {
    const line = await this.reader.part(getFile, actor, { ticket, file });
    if (line === null) return reject('unknown', 'This ticket has no such file, or you have no access to it.');
    const content = line.redacted ? null : await this.scanned(line.sha256);
    if (content === null) return reject('unknown', 'The content of this file was destroyed. That it was there stays on record.');
    return { line, content };
  }

  private async scanned(sha256: string): Promise<Readable | null> {
    const state = await this.scans.settled(sha256);
    if (state === 'infected')
      return reject(
        'unknown',
        'The virus scanner found malware in this file, so nobody can open it. That it was there stays on record.',
      );
    if (state === 'waiting')
      return reject('unavailable', 'This file waits for the virus scanner, which does not answer. Try again in a few minutes.');
    return this.vault.open(sha256);
  }
}

function namedFile({ id: file, name, mediaType, sha256, bytes, keyId }: StoredUpload): NamedFile {
  return { file, name, mediaType, sha256, bytes, keyId };
}

/** Puts the files of the request into its fields, so that the same rules count and require them. */
function withIds(body: unknown, sent: readonly StoredUpload[]): unknown {
  if (sent.length === 0) return body;
  const { files: earlier = [] } = body as { readonly files?: unknown };
  return { ...(body as object), files: [earlier, sent.map(({ id }) => id)].flat() };
}

/** The digest input for comparing requests. Ids and ciphertexts differ on each upload, so names and contents are compared. */
function sentBody(body: unknown, uploads: readonly Upload[]): Value {
  const fields = (body ?? {}) as Value;
  if (uploads.length === 0) return fields;
  const others = Object.entries(fields as object).filter(([name]) => name !== 'files');
  return {
    fields: Object.fromEntries(others) as Value,
    files: uploads.map(({ name, mediaType, plainSha256 }) => ({ name, mediaType, plainSha256 })),
  };
}
