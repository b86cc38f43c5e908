import { Controller, Get, Inject, Param, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { isUuid } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import { AllFiles } from '../../desk/files/all-files';
import { FileDesk } from '../../desk/files/file-desk';
import { PICTURES, type Pictures } from '../../export/pictures.port';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { dispositionOf, lockedIn } from '../../web/file-headers';
import { EdgeError } from '../../web/problems/problem';
import { Page } from '../../web/route-config';
import { Who } from '../access/visit';
import { isPdf, isPicture, sniffed } from '../../desk/files/media-type';

interface Wanted {
  readonly number: string;
  readonly file: string;
}

/** Browsers open no PDF in a sandbox. Their viewers run apart from our origin. */
const forPdf = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/**
 * Files of tickets, for signed-in users. Always downloaded, so that uploads cannot run scripts in our origin. With `?view`, files whose content
 * is a picture are displayed, drawn anew, and PDFs open in the browser's own viewer (S4.37, S4.38).
 */
@Controller('tickets')
export class TicketFilesController {
  constructor(
    private readonly reader: TicketReader,
    private readonly files: FileDesk,
    private readonly all: AllFiles,
    @Inject(PICTURES) private readonly pictures: Pictures,
  ) {}

  /** Everything at once (S4.54). */
  @Get(':number/files')
  @Page()
  async readAll(
    @Param('number') number: string,
    @Who() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const zip = await this.all.of(number.toUpperCase(), actor);
    void reply
      .header('content-type', 'application/zip')
      .header('cache-control', 'private, no-store')
      .header('content-disposition', `attachment; filename="${number.toUpperCase()}-files.zip"`);
    return new StreamableFile(Readable.from(zip, { objectMode: false }));
  }

  @Get(':number/files/:file')
  @Page()
  async read(
    @Param() { number, file }: Wanted,
    @Who() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | string> {
    if (!isUuid(file)) throw new EdgeError('no-such-route', 'This ticket has no such file.');
    const { line, content } = await this.files.read(await this.reader.idAt(number, actor), file, actor);
    const view = viewIn(request);
    const tag = `"${line.sha256}${view === null ? '' : `-${view}`}"`;
    // Cached by the browser, but revalidated with the server so that permissions are checked each time.
    void reply.header('cache-control', 'private, no-cache').header('etag', tag).header('content-security-policy', lockedIn);
    if (request.headers['if-none-match'] === tag) {
      content.destroy();
      void reply.status(304);
      return '';
    }
    const shown = view === null ? { type: null, content, bytes: line.bytes } : await this.shown(content, line.bytes, view);
    void reply
      .header('content-type', shown.type ?? line.mediaType)
      .header('content-security-policy', policyOf(shown.type))
      .header('content-length', shown.bytes)
      .header('x-content-type-options', 'nosniff')
      .header('content-disposition', dispositionOf(shown.type === null ? 'attachment' : 'inline', line.name));
    return new StreamableFile(shown.content);
  }

  /** Pictures are shown smaller, upright and without the place that a camera wrote beside them. One that cannot be read so is saved. */
  private async shown(content: Readable, bytes: number, side: number) {
    const { type, content: whole } = await sniffed(content);
    if (isPdf(type)) return { type, content: whole, bytes };
    if (!isPicture(type) || bytes > mostPictureBytes) return { type: null, content: whole, bytes };
    const original = Buffer.concat((await whole.toArray()) as Buffer[]);
    const picture = await this.pictures.moving(original, side);
    if (picture === null) return { type: null, content: Readable.from([original]), bytes };
    return { type: picture.mediaType, content: Readable.from([Buffer.from(picture.content)]), bytes: picture.content.length };
  }
}

const sides = { small: 480, screen: 2_400 } as const;
const mostPictureBytes = 64 * 1024 * 1024;

const policyOf = (type: string | null): string => (type !== null && isPdf(type) ? forPdf : lockedIn);

/** The longest side that is asked for; null: the file itself. */
function viewIn({ query }: FastifyRequest): number | null {
  const asked = query as object;
  if (!('view' in asked)) return null;
  return 'thumb' in asked ? sides.small : sides.screen;
}
