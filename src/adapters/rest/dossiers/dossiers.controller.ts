import { Controller, Get, HttpCode, Inject, Post, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { id as anId, type Values } from '../../../domain/kernel/fields';
import type { Actor } from '../../../domain/people/actor';
import type { Dossiers } from '../../desk/dossier/dossiers.port';
import { wishFields, wishOf } from '../../desk/dossier/wish-fields';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { DOSSIERS } from '../../desk/tokens';
import { BodyOf, callOf, CurrentActor, PathOf } from '../../web/call';
import { Describes } from '../answers/answers';
import type { Schema } from '../answers/schema';
import { ticketPath } from '../paging.fields';
import { dossier, dossiers } from './answers';

const exportPath = { id: anId('file', { about: 'The export, as the answer that started it named it.' }) };
type Path = Values<typeof exportPath>;
type Ticket = Values<typeof ticketPath>;

const content: Schema<StreamableFile> = { type: 'string', format: 'binary' };

/** S4.51–S4.55: a ticket as a ZIP that stands for itself. */
@Controller('v1')
export class DossiersController {
  constructor(
    private readonly reader: TicketReader,
    @Inject(DOSSIERS) private readonly dossiers: Dossiers,
  ) {}

  @Post('tickets/:id/dossiers')
  @Describes({
    ...{ id: 'dossiers_start', does: 'Exports a ticket', answer: dossier, status: 201, means: 'It is being written.' },
    more: 'A closed one; an open one with the permission `ticket.export-open`. It holds what you may see. Read it until its `state` is `done`.',
    ...{ headers: ['Location'], refuses: ['unknown', 'not-permitted', 'conflict'] },
  })
  async start(
    @PathOf(ticketPath) { id }: Ticket,
    @BodyOf(wishFields) asked: Values<typeof wishFields>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { actor, correlationId } = callOf(request).asker;
    const ticket = await this.reader.idOf(id, actor);
    const started = await this.dossiers.start({ actor, ticket, wish: wishOf(asked), correlationId });
    void reply.header('location', `/v1/dossiers/${started.id}`);
    return started;
  }

  @Get('tickets/:id/dossiers')
  @Describes({
    ...{ id: 'dossiers_list', does: 'Lists your exports of a ticket', answer: dossiers },
    ...{ more: 'Those of the last day.', refuses: ['unknown'] },
  })
  async list(@PathOf(ticketPath) { id }: Ticket, @CurrentActor() actor: Actor) {
    return { items: await this.dossiers.list(actor, await this.reader.idOf(id, actor)) };
  }

  @Get('dossiers/:id')
  @Describes({
    ...{ id: 'dossiers_read', does: 'Reads an export', answer: dossier, refuses: ['unknown'] },
    more: 'Only for the one who asked for it.',
  })
  read(@PathOf(exportPath) { id }: Path, @CurrentActor() actor: Actor) {
    return this.dossiers.read(actor, id);
  }

  @Post('dossiers/:id/cancel')
  @HttpCode(200)
  @Describes({
    ...{ id: 'dossiers_cancel', does: 'Cancels an export', answer: dossier, refuses: ['unknown'] },
    more: 'Nothing of it is left. One that has ended stays as it is.',
  })
  cancel(@PathOf(exportPath) { id }: Path, @CurrentActor() actor: Actor) {
    return this.dossiers.cancel(actor, id);
  }

  @Get('dossiers/:id/content')
  @Describes({
    ...{ id: 'dossiers_download', does: 'Downloads an export', answer: content, mediaType: 'application/zip' },
    ...{ more: 'As long as you may export it.', means: 'The ZIP.', refuses: ['unknown', 'not-permitted'] },
  })
  async download(
    @PathOf(exportPath) { id }: Path,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { name, bytes, ticket, content: zip } = await this.dossiers.content(actor, id);
    request.readTicket = ticket;
    void reply
      .header('content-type', 'application/zip')
      .header('content-length', bytes)
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'private, no-store');
    return new StreamableFile(zip);
  }
}
