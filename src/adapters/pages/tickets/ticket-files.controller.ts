import { Controller, Get, Param, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ERASED } from '../../../domain/kernel/event';
import { isUuid } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import { FileDesk } from '../../desk/files/file-desk';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { EdgeError } from '../../web/problems/problem';
import { Page } from '../../web/route-config';
import { Who } from '../access/visit';
import { sniffed } from '../../desk/files/picture-type';

interface Wanted {
  readonly number: string;
  readonly file: string;
}

/** Nothing in the content may run, whatever type the browser detects. */
const lockedIn = "default-src 'none'; sandbox";

/**
 * Files of tickets, for signed-in users. Always downloaded, so that uploads cannot run scripts in our origin. With `?view`, files whose content
 * is a picture are displayed (S4.37, S4.38).
 */
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
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | string> {
    if (!isUuid(file)) throw new EdgeError('no-such-route', 'This ticket has no such file.');
    const { line, content } = await this.files.read(await this.reader.idOf(number, actor), file, actor);
    const tag = `"${line.sha256}"`;
    // Cached by the browser, but revalidated with the server so that permissions are checked each time.
    void reply.header('cache-control', 'private, no-cache').header('etag', tag).header('content-security-policy', lockedIn);
    if (request.headers['if-none-match'] === tag) {
      content.destroy();
      void reply.status(304);
      return '';
    }
    const isToBeSeen = 'view' in (request.query as object);
    const shown = isToBeSeen ? await sniffed(content) : { type: null, content };
    const name = line.name === null || line.name === ERASED ? 'file' : line.name;
    void reply
      .header('content-type', shown.type ?? line.mediaType)
      .header('content-length', line.bytes)
      .header('x-content-type-options', 'nosniff')
      .header(
        'content-disposition',
        `${shown.type === null ? 'attachment' : 'inline'}; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, percent)}`,
      );
    return new StreamableFile(shown.content);
  }
}

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
