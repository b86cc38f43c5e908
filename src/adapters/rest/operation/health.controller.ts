import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Health, HealthReport } from '../../ops/health.port';
import { Describes } from '../answers/answers';
import { health, live, ready, type Live, type Ready } from './answers';
import { Public } from '../../web/route-config';
import { HEALTH } from '../../desk/tokens';

const notReady = { status: 503, means: 'Not ready: `stopped` names what does not work.' };

/** Says what stands, never why: the reason may quote what was recorded. */
@Controller('health')
export class HealthController {
  constructor(@Inject(HEALTH) private readonly health: Health) {}

  @Get('live')
  @Public()
  @Describes({ id: 'health_readLive', does: 'Says that the process runs', answer: live, means: 'It runs.' })
  live(): Live {
    return { status: 'live' };
  }

  @Get('ready')
  @Public()
  @Describes({
    ...{ id: 'health_readReady', does: 'Says whether the server can do its work', answer: ready },
    more: 'For load balancers: 503 with the names of the stores that do not answer and the read models that have stopped.',
    ...{ means: 'Every store answers and every read model is at work.', also: notReady },
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Ready> {
    const { status, stopped } = await this.all(reply);
    return { status, stopped };
  }

  @Get()
  @Public()
  @Describes({
    ...{ id: 'health_read', does: 'Reads the state of every part', answer: health },
    more: 'The parts are the log, the read models, the operations, the keys, the disk and the reactors.',
    ...{ means: 'Every part that is needed is up.', also: notReady },
  })
  async all(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    const report = await this.health.report();
    if (report.status !== 'ready') void reply.status(503);
    return report;
  }
}
