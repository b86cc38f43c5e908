import { Controller, Get, HttpCode, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import { Answers } from '../answers/answers';
import { ticketOutcome } from '../answers/outcomes';
import { callOf, CurrentActor } from '../call';
import { AttachFilesForm, FileParam } from '../dto/files.dto';
import { IdParam } from '../dto/params';
import { FileDesk } from './file-desk';
import { TicketCommandHeaders } from '../routes-from-table';
import { TicketDesk } from '../tickets/ticket-desk';

@ApiTags('Files')
@Controller('v1/tickets/:id/files')
export class FilesController {
  constructor(
    private readonly files: FileDesk,
    private readonly desk: TicketDesk,
  ) {}

  @Post()
  @HttpCode(200)
  @TicketCommandHeaders()
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: AttachFilesForm })
  @ApiOperation({ operationId: 'attachFiles', summary: 'Attaches files to a ticket' })
  @Answers(ticketOutcome, { headers: ['ETag', 'Preference-Applied'] })
  async attach(@Param() { id }: IdParam, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const call = callOf(request);
    return this.desk.answer(id, await this.files.attach(id, request, call), call, reply);
  }

  @Get(':file')
  @ApiOperation({ operationId: 'readFile', summary: 'The content of a file' })
  @ApiOkResponse({ content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } })
  async read(@Param() { id, file }: FileParam, @CurrentActor() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply) {
    return new StreamableFile(await this.files.download(id, file, actor, reply));
  }
}
