import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { checkSocketPath, startControlServer } from '../adapters/control/control-server';
import { httpAdapter, httpOptions } from '../adapters/web/adapter';
import { configureHttp } from '../adapters/web/configure';
import { configureRest } from '../adapters/rest/configure';
import { partingMs } from '../adapters/web/parting';
import { WaitingRoom } from '../adapters/web/waiting-room';
import { createMetrics } from '../adapters/ops/metrics';
import { observeAccess } from '../adapters/access-log/observe-access';
import { observe } from '../adapters/ops/observe';
import { Gate } from '../adapters/pages/access/gate';
import { lobby } from '../adapters/pages/problems/lobby';
import { NestLog } from '../adapters/system/nest-log';
import { StoreUnavailable } from '../adapters/eventstore/errors';
import { log as createLog } from '../adapters/system/log';
import { systemIds } from '../adapters/system/system';
import { AppModule } from './app.module';
import type { Config } from '../config';
import type { FilledDemo } from '../adapters/first-start/demo/fill-demo';
import { controlMethods } from '../operations/control-methods';
import { openDocket, type Docket } from './docket';
import type { DemoAccess } from './sign-in';
import { firstTokenUser } from '../operations/first-access';

export const controlSocket = 'docket.sock';

export interface Server {
  readonly docket: Docket;
  readonly app: NestFastifyApplication;
  /** The address it listens on. */
  readonly url: string;
  /** Tokens and password of the demo, created by this start. They can be shown only now. */
  readonly demo: DemoAccess;
  /** Resolves when a full demo is filled. Null if it was filled before, or if that failed, which is logged. */
  readonly filled: Promise<FilledDemo | null>;
  /** Link that creates the first administrator. Null if any user has a password. */
  readonly setUp: string | null;
  /** The user for a first token. Null if anybody can sign in. */
  readonly first: string | null;
  /** Finishes open requests, then stops projections and stores. Takes at most five seconds, even with a frozen server. */
  readonly stop: () => Promise<void>;
}

export interface StartOptions {
  /** Ends the waiting for a server. */
  readonly interrupted?: AbortSignal;
  /** Called when the start waits for a server, once for each reason. */
  readonly onWaiting?: (who: string, error: Error) => void;
}

/**
 * Claims its addresses first, so that a failed start changes nothing.
 * @throws as `openDocket`, SocketRefused, StartInterrupted, or Node's error for an address, with nothing left open
 */
export async function startServer(config: Config, options: StartOptions = {}): Promise<Server> {
  checkSocketPath(join(resolve(config.DATA_DIR), controlSocket));
  const room = await WaitingRoom.open({ port: config.PORT, host: config.HOST }, systemIds, lobby);
  try {
    return await startIn(room, config, options);
  } finally {
    await room.close();
  }
}

async function startIn(room: WaitingRoom, config: Config, { interrupted, onWaiting }: StartOptions): Promise<Server> {
  const log = createLog(config.LOG_LEVEL);
  const metrics = createMetrics();
  const onFailure = (who: string, error: unknown): void => {
    if (room.told(who, error)) onWaiting?.(who, error as Error);
    if (error !== null) metrics.failure(who);
    if (error === null) log.info({ who }, 'well again');
    else log.error({ who, err: error instanceof StoreUnavailable ? withoutStack(error) : error }, 'failed');
  };
  const docket = await openDocket(config, { onFailure, metrics, interrupted });
  const ways: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(ways.map((close) => close()));
    if (!(await endsWithin(closingMs(docket), docket.close())))
      log.warn('a server that does not answer was left without waiting');
  };
  metrics.watch(docket.health);
  try {
    const app = await NestFactory.create<NestFastifyApplication>(
      AppModule.over(docket),
      httpAdapter(docket.ids, { trustProxy: config.TRUST_PROXY }),
      {
        ...httpOptions,
        logger: new NestLog(log),
      },
    );
    observe(app.getHttpAdapter().getInstance(), { log, metrics, access: config.METRICS });
    observeAccess(app.getHttpAdapter().getInstance(), docket.accesses.recorder);
    await configureHttp(app, app.get(Gate, { strict: false }));
    configureRest(app);
    await app.init();
    await room.close();
    // Not through Nest, which also logs what it throws: a used port is reported once.
    const address = await app.getHttpAdapter().getInstance().listen({ port: config.PORT, host: config.HOST });
    ways.push(() => app.close());
    const control = await startControlServer({
      path: docket.stores.folder.file(controlSocket),
      methods: controlMethods(docket),
      onError: (method, error) =>
        isAbort(error) ? log.info({ method }, 'a script was interrupted') : log.error({ method, err: error }, 'a script failed'),
    });
    ways.push(() => control.close(partingMs));
    const demo = await docket.demoAccess();
    const filled = docket.fillDemo().catch((err: unknown) => {
      log.error({ err }, 'the demo could not be filled; the next start goes on');
      return null;
    });
    const setUp = await docket.setUpLink();
    const first = (await docket.tokens.hasValid()) ? null : await firstTokenUser(docket);
    const url = urlOf(address);
    return { docket, app, url, demo, filled, setUp: setUp === null ? null : `${url}${setUp}`, first, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Timeout for stores on servers at shutdown. A frozen server has made its writes durable, or never answered them. */
export const serversPartingMs = 1_500;

/** Local stores finish within one batch, so they need no timeout. */
function closingMs({ stores }: Docket): number {
  return stores.isEmbedded ? Infinity : serversPartingMs;
}

async function endsWithin(ms: number, ending: Promise<void>): Promise<boolean> {
  if (ms === Infinity) return ending.then(() => true);
  const patience = new AbortController();
  const over = sleep(ms, false, { signal: patience.signal }).catch(() => false);
  return Promise.race([ending.then(() => true), over]).finally(() => patience.abort());
}

/** Where our code noticed that a server is away helps nobody. */
function withoutStack({ name, message }: Error): { readonly type: string; readonly message: string } {
  return { type: name, message };
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function urlOf(address: string): string {
  return address.replace(/\[::1?\]|127\.0\.0\.1/, 'localhost');
}
