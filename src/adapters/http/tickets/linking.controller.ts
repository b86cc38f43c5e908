import { Body, Controller, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Answers } from '../answers/answers';
import { ticketOutcome } from '../answers/outcomes';
import { CallOf, type Call } from '../call';
import { Commands } from '../commands';
import { AddDuplicatesDto, MergeIntoDto, UnlinkDuplicateDto } from '../dto/linking.dto';
import { IdParam } from '../dto/params';
import { addDuplicates } from './linking';
import type { MergeProcess } from '../ports';
import { TicketCommandHeaders } from '../routes-from-table';
import { TicketCommands } from './ticket-commands';
import { TicketDesk } from './ticket-desk';
import { MERGE_PROCESS } from '../tokens';

@ApiTags('Ticket commands')
@Controller('v1/tickets/:id')
export class LinkingController {
  constructor(
    private readonly commands: Commands,
    private readonly tickets: TicketCommands,
    private readonly desk: TicketDesk,
    @Inject(MERGE_PROCESS) private readonly merges: MergeProcess,
  ) {}

  @Post('merge-into')
  @HttpCode(200)
  @TicketCommandHeaders()
  @ApiOperation({ operationId: 'mergeInto', summary: 'Closes it as a duplicate of another ticket; nothing is moved or lost' })
  @Answers(ticketOutcome, { headers: ['ETag', 'Preference-Applied'] })
  async mergeInto(
    @Param() { id }: IdParam,
    @Body() dto: MergeIntoDto,
    @CallOf() call: Call,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const asking = this.commands.asking(call, dto.occurredAt);
    const pair = { primary: dto.primary, duplicate: id, addressed: id, ...(dto.reason !== undefined && { reason: dto.reason }) };
    const { duplicate } = await this.tickets.explained(id, call.actor, () => this.merges.merge(pair, asking));
    return this.desk.answer(id, duplicate, call, reply);
  }

  @Post('add-duplicates')
  @HttpCode(200)
  @TicketCommandHeaders()
  @ApiOperation({ operationId: 'addDuplicates', summary: 'Closes other tickets as duplicates of this one' })
  @Answers(ticketOutcome, { headers: ['ETag', 'Preference-Applied'] })
  async addDuplicates(
    @Param() { id }: IdParam,
    @Body() dto: AddDuplicatesDto,
    @CallOf() call: Call,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const asking = this.commands.asking(call, dto.occurredAt);
    const attempt = () => addDuplicates(this.merges, { primary: id, duplicates: dto.duplicates }, asking);
    return this.desk.answer(id, await this.tickets.explained(id, call.actor, attempt), call, reply);
  }

  @Post('unlink-duplicate')
  @HttpCode(200)
  @TicketCommandHeaders()
  @ApiOperation({ operationId: 'unlinkDuplicate', summary: 'Makes a duplicate a ticket of its own again, at any later time' })
  @Answers(ticketOutcome, { headers: ['ETag', 'Preference-Applied'] })
  async unlink(
    @Param() { id }: IdParam,
    @Body() dto: UnlinkDuplicateDto,
    @CallOf() call: Call,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const asking = this.commands.asking(call, dto.occurredAt);
    const pair = { primary: id, duplicate: dto.duplicate };
    const { primary } = await this.tickets.explained(id, call.actor, () => this.merges.unlink(pair, asking));
    return this.desk.answer(id, primary, call, reply);
  }
}
