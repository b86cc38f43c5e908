import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Health, HealthReport } from '../../ops/health.port';
import { Describes } from '../answers/answers';
import { health, live, ready, type Live, type Ready } from './answers';
import { Public } from '../../web/route-config';
import { HEALTH } from '../../desk/tokens';

const notReady = { status: 503, means: 'Not ready: `stopped` names what does not work.' };

/** Reports status without causes, because a cause may quote recorded text. */
@Controller('health')
export class HealthController {
  constructor(@Inject(HEALTH) private readonly health: Health) {}

  @Get('live')
  @Public()
  @Describes({ id: 'health_readLive', does: 'Checks that the process is alive', answer: live, means: 'The process is alive.' })
  live(): Live {
    return { status: 'live' };
  }

  @Get('ready')
  @Public()
  @Describes({
    ...{ id: 'health_readReady', does: 'Checks that the server is ready', answer: ready },
    more: 'For load balancers. 503 names the unavailable stores and the stopped read models.',
    ...{ means: 'Every store answers and every read model is at work.', also: notReady },
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Ready> {
    const { status, stopped } = await this.all(reply);
    return { status, stopped };
  }

  @Get()
  @Public()
  @Describes({
    ...{ id: 'health_read', does: 'Reads the health of every part', answer: health },
    more: 'The parts are the log, the read models, the operations, the keys, the disk and the reactors.',
    ...{ means: 'Every part that is needed is up.', also: notReady },
  })
  async all(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    const report = await this.health.report();
    if (report.status !== 'ready') void reply.status(503);
    return report;
  }
}
