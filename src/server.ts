import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { startControlServer } from './adapters/control/control-server';
import { httpAdapter, httpOptions } from './adapters/http/adapter';
import { configureHttp } from './adapters/http/bootstrap';
import { partingMs } from './adapters/http/parting';
import { WaitingRoom } from './adapters/http/waiting-room';
import { createMetrics } from './adapters/ops/metrics';
import { observe } from './adapters/ops/observe';
import { NestLog } from './adapters/system/nest-log';
import { log as createLog } from './adapters/system/log';
import { systemIds } from './adapters/system/system';
import { AppModule } from './app.module';
import type { Config } from './config';
import { controlMethods } from './control-methods';
import { openDocket, type Docket } from './docket';

export const controlSocket = 'docket.sock';

export interface Server {
  readonly docket: Docket;
  readonly app: NestFastifyApplication;
  /** Where it listens. */
  readonly url: string;
  /** Lets requests under way end, then ends projections and stores; within five seconds, whoever does not answer. */
  readonly stop: () => Promise<void>;
}

/** @throws as `openDocket`, or EADDRINUSE with nothing left open */
export async function startServer(config: Config): Promise<Server> {
  const log = createLog(config.LOG_LEVEL);
  const metrics = createMetrics();
  const room = new WaitingRoom({ port: config.PORT, host: config.HOST }, systemIds);
  const trouble = (who: string, error: unknown): void => {
    room.told(who, error);
    if (error !== null) metrics.trouble(who);
    if (error === null) log.info({ who }, 'well again');
    else log.error({ who, err: error }, 'trouble');
  };
  const docket = await openDocket(config, { trouble, metrics }).finally(() => room.close());
  metrics.watch(docket.health);
  try {
    const app = await NestFactory.create<NestFastifyApplication>(AppModule.over(docket), httpAdapter(docket.ids), {
      ...httpOptions,
      logger: new NestLog(log),
    });
    observe(app.getHttpAdapter().getInstance(), { log, metrics, access: config.METRICS });
    await configureHttp(app);
    await app.init();
    // Not by Nest, which logs what it throws: a port in use is told once, in our words.
    const address = await app.getHttpAdapter().getInstance().listen({ port: config.PORT, host: config.HOST });
    const control = await startControlServer({
      path: docket.stores.folder.file(controlSocket),
      methods: controlMethods(docket),
      onError: (method, error) =>
        isAbort(error) ? log.info({ method }, 'a script was interrupted') : log.error({ method, err: error }, 'a script failed'),
    });
    const stop = async (): Promise<void> => {
      await Promise.all([control.close(partingMs), app.close()]);
      if (!(await endsWithin(closingMs(docket), docket.close())))
        log.warn('a server that does not answer was left without waiting');
    };
    return { docket, app, url: urlOf(address), stop };
  } catch (error) {
    await docket.close();
    throw error;
  }
}

/** What it waits for on this machine is no more than a batch. A server may be frozen: what it was sent is durable there, or was never answered. */
function closingMs({ stores }: Docket): number {
  return stores.embedded === null ? 1_500 : Infinity;
}

async function endsWithin(ms: number, ending: Promise<void>): Promise<boolean> {
  if (ms === Infinity) return ending.then(() => true);
  const patience = new AbortController();
  const over = sleep(ms, false, { signal: patience.signal }).catch(() => false);
  return Promise.race([ending.then(() => true), over]).finally(() => patience.abort());
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function urlOf(address: string): string {
  return address.replace(/\[::1?\]|127\.0\.0\.1/, 'localhost');
}
