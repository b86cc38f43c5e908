import { Body, Controller, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { TicketAnswer } from './answers';
import { CallOf, type Call } from './call';
import { Commands } from './commands';
import { AddDuplicatesDto, MergeIntoDto, UnlinkDuplicateDto } from './dto/linking.dto';
import { IdParam } from './dto/params';
import { addDuplicates } from './linking';
import type { MergeProcess } from './ports';
import { CommandHeaders } from './routes-from-table';
import { TicketCommands } from './ticket-commands';
import { TicketDesk } from './ticket-desk';
import { MERGE_PROCESS } from './tokens';

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
  @CommandHeaders()
  @ApiOperation({ summary: 'Closes it as a duplicate of another ticket; nothing is moved or lost' })
  @ApiOkResponse({ type: TicketAnswer })
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
  @CommandHeaders()
  @ApiOperation({ summary: 'Closes other tickets as duplicates of this one' })
  @ApiOkResponse({ type: TicketAnswer })
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
  @CommandHeaders()
  @ApiOperation({ summary: 'Makes a duplicate a ticket of its own again, at any later time' })
  @ApiOkResponse({ type: TicketAnswer })
  async unlink(
    @Param() { id }: IdParam,
    @Body() dto: UnlinkDuplicateDto,
    @CallOf() call: Call,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const asking = this.commands.asking(call, dto.occurredAt);
    const pair = { primary: id, duplicate: dto.duplicate, addressed: id };
    const { primary } = await this.tickets.explained(id, call.actor, () => this.merges.unlink(pair, asking));
    return this.desk.answer(id, primary, call, reply);
  }
}
