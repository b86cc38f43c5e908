import { Controller, Get, Param, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ERASED } from '../../../domain/kernel/event';
import { isUuid } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import { FileDesk } from '../../desk/files/file-desk';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { EdgeError } from '../../web/problems/problem';
import { Page } from '../../web/route-config';
import { Who } from '../access/visit';

interface Wanted {
  readonly number: string;
  readonly file: string;
}

/** Files of tickets for whoever has signed in: always saved, never shown, so that nothing uploaded runs in our origin. */
@Controller('tickets')
export class TicketFilesController {
  constructor(
    private readonly reader: TicketReader,
    private readonly files: FileDesk,
  ) {}

  @Get(':number/files/:file')
  @Page()
  async read(
    @Param() { number, file }: Wanted,
    @Who() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    if (!isUuid(file)) throw new EdgeError('no-such-route', 'This ticket has no such file.');
    const { line, content } = await this.files.read(await this.reader.idOf(number, actor), file, actor);
    const name = line.name === null || line.name === ERASED ? 'file' : line.name;
    void reply
      .header('content-type', line.mediaType)
      .header('content-length', line.bytes)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, percent)}`)
      .header('cache-control', 'private, no-store');
    return new StreamableFile(content);
  }
}

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
