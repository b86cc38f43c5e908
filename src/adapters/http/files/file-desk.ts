import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { reject } from '../../../domain/kernel/errors';
import { ERASED } from '../../../domain/kernel/event';
import type { FileId, TicketId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import { getFile } from '../../../projections/tickets/read-ticket';
import type { CommandOutcome } from '../../cqrs/execute-command';
import type { FileVault } from '../../files/file-vault.port';
import type { Call } from '../call';
import { AttachFilesDto } from '../dto/files.dto';
import { InputPipe } from '../input.pipe';
import { TicketDesk } from '../tickets/ticket-desk';
import { TicketReader } from '../tickets/ticket-reader';
import { FILE_VAULT } from '../tokens';
import { fingerprint, namedFile, readForm, type Form } from './uploads';

@Injectable()
export class FileDesk {
  private readonly input = new InputPipe();

  constructor(
    private readonly desk: TicketDesk,
    private readonly reader: TicketReader,
    @Inject(FILE_VAULT) private readonly vault: FileVault,
  ) {}

  async attach(ticket: TicketId, request: FastifyRequest, call: Call): Promise<CommandOutcome> {
    // Before megabytes are taken in for nothing.
    await this.reader.now(ticket, call.actor);
    const form = await readForm(request, this.vault);
    const outcome = await this.record(ticket, form, call).catch(async (refusal: unknown) => {
      await this.vault.discard(form.files);
      throw refusal;
    });
    // A repeat has recorded the files of the first time; these would never be named by any fact.
    if (outcome.repeated) await this.vault.discard(form.files);
    return outcome;
  }

  private async record(ticket: TicketId, form: Form, call: Call): Promise<CommandOutcome> {
    const dto = (await this.input.transform(form.fields, { type: 'body', metatype: AttachFilesDto })) as AttachFilesDto;
    const same = { ...call, body: { call: call.body, ...fingerprint(form) } };
    const attach = (newId: () => string) => ({
      type: 'AttachFiles' as const,
      audience: dto.audience,
      files: form.files.map((upload) => namedFile(upload, newId())),
    });
    return this.desk.record(ticket, ({ newId }) => attach(newId), same, dto.occurredAt);
  }

  /**
   * @throws {DomainError} unknown: no such file, none the actor may see, or its content was destroyed
   * @throws {EdgeError} not-shown-yet
   */
  async download(ticket: TicketId, file: FileId, actor: Actor, reply: FastifyReply): Promise<Readable> {
    const line = await this.reader.part(getFile, actor, { ticket, file });
    if (line === null) return reject('unknown', 'This ticket has no such file, or none that you may see.');
    const content = line.redacted ? null : await this.vault.open(line.sha256);
    if (content === null) return reject('unknown', 'The content of this file was destroyed. That it was there stays on record.');
    void reply
      .header('content-type', line.mediaType)
      .header('content-length', line.bytes)
      .header('content-disposition', attachment(line.name === ERASED ? null : line.name))
      .header('cache-control', 'private, no-store');
    return content;
  }
}

/** RFC 6266: always saved, never shown, so that nothing uploaded runs in our origin. */
function attachment(name: string | null): string {
  return `attachment; filename*=UTF-8''${encodeURIComponent(name ?? 'file').replace(/['()*]/g, percent)}`;
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
