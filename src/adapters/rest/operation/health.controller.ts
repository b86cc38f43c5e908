import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Health, HealthReport } from '../../ops/health.port';
import { Answers } from '../answers/answers';
import { health, live, ready, type Live, type Ready } from './answers';
import { Public } from '../../web/route-config';
import { HEALTH } from '../../desk/tokens';

/** Says what stands, never why: the reason may quote what was recorded. */
@ApiTags('Operation')
@Controller('health')
export class HealthController {
  constructor(@Inject(HEALTH) private readonly health: Health) {}

  @Get('live')
  @Public()
  @ApiOperation({ operationId: 'health_readLive', summary: 'The process runs', security: [] })
  @Answers(live)
  live(): Live {
    return { status: 'live' };
  }

  @Get('ready')
  @Public()
  @ApiOperation({
    operationId: 'health_readReady',
    summary: 'Every store answers and every read model is at work; 503 with the names of those that do not',
    security: [],
  })
  @Answers(ready)
  @Answers(ready, { status: 503, description: 'Not ready.' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Ready> {
    const { status, stopped } = await this.all(reply);
    return { status, stopped };
  }

  @Get()
  @Public()
  @ApiOperation({
    operationId: 'health_read',
    summary: 'How well each part is; 503 when one that is needed is not',
    security: [],
  })
  @Answers(health)
  @Answers(health, { status: 503, description: 'Not ready.' })
  async all(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    const report = await this.health.report();
    if (report.status !== 'ready') void reply.status(503);
    return report;
  }
}
