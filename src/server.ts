import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { startControlServer } from './adapters/control/control-server';
import { httpAdapter, httpOptions } from './adapters/http/adapter';
import { configureHttp } from './adapters/http/bootstrap';
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
  /** Ends requests under way, projections and stores, in this order, within five seconds. */
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
      await control.close();
      await app.close();
      await docket.close();
    };
    return { docket, app, url: urlOf(address), stop };
  } catch (error) {
    await docket.close();
    throw error;
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function urlOf(address: string): string {
  return address.replace(/\[::1?\]|127\.0\.0\.1/, 'localhost');
}
