import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config';
import { startServer, type Server } from '../../src/server';
import type { DemoToken } from '../../src/adapters/registry/bootstrap';

/** What the tests ask of a body; empty where the answer is no JSON. */
export interface Body {
  readonly ticket?: string;
  readonly revision?: number;
  readonly repeated?: boolean;
  readonly phase?: number;
  readonly code?: string;
  readonly allowed?: readonly object[];
  readonly user?: string;
  readonly organisation?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly body: Body;
}

/** One person of the demo, at the running product. */
export interface Person {
  readonly get: (path: string) => Promise<Answer>;
  readonly post: (path: string, body?: object, headers?: Record<string, string>) => Promise<Answer>;
}

/** The whole product on a data folder of its own; `restart` keeps the folder. */
export class Api {
  private constructor(
    private readonly folder: string,
    private readonly people: readonly DemoToken[],
    private server: Server,
  ) {}

  static async start(): Promise<Api> {
    const folder = mkdtempSync(join(tmpdir(), 'docket-http-'));
    const server = await run(folder);
    return new Api(folder, server.docket.demo, server);
  }

  async restart(): Promise<void> {
    await this.server.stop();
    this.server = await run(this.folder);
  }

  async stop(): Promise<void> {
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** By the beginning of the name the demo gives them. */
  as(name: string): Person {
    const person = this.people.find(({ user }) => user.startsWith(name));
    if (person === undefined) throw new Error(`nobody of the demo is called ${name}`);
    const send = async (method: 'GET' | 'POST', path: string, body?: object, headers = {}): Promise<Answer> => {
      const given = { authorization: `Bearer ${person.token}`, ...headers };
      const url = `/v1/${path}`;
      const answer = await this.server.app.inject({ method, url, headers: given, ...(body !== undefined && { payload: body }) });
      const isJson = String(answer.headers['content-type']).includes('json');
      return { status: answer.statusCode, headers: answer.headers, text: answer.body, body: isJson ? answer.json<Body>() : {} };
    };
    return { get: (path) => send('GET', path), post: (path, body, headers) => send('POST', path, body, headers) };
  }
}

function run(folder: string): Promise<Server> {
  return startServer(readConfig({ PORT: '0', DATA_DIR: folder, NODE_ENV: 'development', LOG_LEVEL: 'silent' }));
}
