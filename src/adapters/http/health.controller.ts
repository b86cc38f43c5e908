import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { ReadModels } from '../../projections/kernel/read-models';
import { Open } from './auth.guard';
import { READ_MODELS } from './tokens';

@Open()
@ApiTags('Operation')
@Controller('health')
export class HealthController {
  constructor(@Inject(READ_MODELS) private readonly models: ReadModels) {}

  @Get('live')
  @ApiOperation({ summary: 'The process runs', security: [] })
  live() {
    return { status: 'live' };
  }

  /** Says which projections stand, never why: the reason may quote what was recorded. */
  @Get('ready')
  @ApiOperation({ summary: 'Every read model is at work; 503 when one has stopped', security: [] })
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const stopped = (await this.models.status()).filter(({ state }) => state === 'stopped').map(({ name }) => name);
    if (stopped.length > 0) void reply.status(503);
    return { status: stopped.length === 0 ? 'ready' : 'degraded', stopped };
  }
}
