import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routesOf } from '../../src/adapters/web/routes';
import { readConfig } from '../../src/config';
import { startServer, type Server } from '../../src/compose/server';
import type { Docket } from '../../src/compose/docket';
import type { DemoToken } from '../../src/adapters/first-start/bootstrap';

/** The fields of a body that tests use. Empty when the answer is not JSON. */
export interface Body {
  readonly id?: string;
  readonly revision?: number;
  readonly repeated?: boolean;
  readonly phase?: number;
  readonly code?: string;
  readonly allowed?: readonly object[];
  readonly organisation?: string;
}

/** One answered request, which is checked against the API's own description. */
export interface Exchange {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly answer: Answer;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly body: Body;
}

interface File {
  readonly name: string;
  readonly content: string;
}

/** A person of the demo, who uses the running product. */
export interface Person {
  readonly get: (path: string) => Promise<Answer>;
  /** A text body is sent unchanged, as JSON. */
  readonly post: (path: string, body?: object | string, headers?: Record<string, string>) => Promise<Answer>;
  readonly delete: (path: string) => Promise<Answer>;
  /** Uploads a file. The answer has its id under `items`. */
  readonly upload: (file: File) => Promise<Answer>;
  /** Sends a command with fields and one file as a multipart form. */
  readonly send: (path: string, fields: Readonly<Record<string, string>>, file: File, headers?: object) => Promise<Answer>;
  readonly attach: (ticket: string, audience: string, file: File) => Promise<Answer>;
}

type Settings = Readonly<Record<string, string>>;

/** The whole product on its own data folder, which `restart` keeps. */
export class Api {
  /** Called with every answered request. */
  listener: (exchange: Exchange) => void = () => undefined;

  private constructor(
    readonly folder: string,
    private readonly people: DemoToken[],
    private server: Server,
    private readonly settings: Settings,
    private readonly firstPassword: string,
  ) {}

  /** Starts on an empty data folder, or on the servers named in the settings. */
  static async start(settings: Settings = {}): Promise<Api> {
    const folder = mkdtempSync(join(tmpdir(), 'docket-http-'));
    const server = await run(folder, settings);
    return new Api(folder, [...server.demo.people], server, settings, server.demo.password ?? '');
  }

  get docket(): Docket {
    return this.server.docket;
  }

  get url(): string {
    return this.server.url;
  }

  /** Every route with its methods, from Fastify. */
  get routes(): ReturnType<typeof routesOf> {
    return routesOf(this.server.app.getHttpAdapter().getInstance());
  }

  /** The password of everybody in the demo. */
  get password(): string {
    return this.firstPassword;
  }

  /** The link that creates the first administrator, if this start printed one. */
  get setUp(): string | null {
    return this.server.setUp;
  }

  get demo(): readonly DemoToken[] {
    return this.people;
  }

  /** The number of facts in the log. If it is the same before and after, nothing was recorded. */
  async facts(): Promise<number> {
    const [newest] = await this.docket.stores.log.readNewest(1);
    return newest?.logIndex ?? 0;
  }

  /** Adds a person who is not part of the demo. */
  introduce(user: string, token: string): void {
    this.people.push({ ...{ user, token }, ...{ id: '', email: '', organisation: '', kind: 'customer', role: '' } });
  }

  /** Stops the server and keeps the folder. The result starts it again. */
  async pause(): Promise<() => Promise<void>> {
    await this.server.stop();
    return async () => {
      this.server = await run(this.folder, this.settings);
    };
  }

  async restart(): Promise<void> {
    await this.server.stop();
    this.server = await run(this.folder, this.settings);
  }

  async stop(): Promise<void> {
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Finds a person by the beginning of their name in the demo. */
  as(name: string): Person {
    const person = this.people.find(({ user }) => user.startsWith(name));
    if (person === undefined) throw new Error(`nobody of the demo is called ${name}`);
    const send = async (method: Exchange['method'], path: string, body?: object | string, headers = {}): Promise<Answer> => {
      const json = typeof body === 'string' ? { 'content-type': 'application/json' } : {};
      const given = { authorization: `Bearer ${person.token}`, ...json, ...headers };
      const url = path.startsWith('/') ? path : `/v1/${path}`;
      const sent = await this.server.app.inject({ method, url, headers: given, ...(body !== undefined && { payload: body }) });
      const isJson = /\bjson\b/.test(String(sent.headers['content-type']));
      const answer = { status: sent.statusCode, headers: sent.headers, text: sent.body, body: isJson ? sent.json<Body>() : {} };
      this.listener({ method, url, answer });
      return answer;
    };
    return {
      get: (path) => send('GET', path),
      post: (path, body, headers) => send('POST', path, body, headers),
      delete: (path) => send('DELETE', path),
      upload: (file) => {
        const { body, type } = form({}, file);
        return send('POST', 'uploads', body, { 'content-type': type });
      },
      attach: (ticket, audience, file) => {
        const { body, type } = form({ audience }, file);
        return send('POST', `tickets/${ticket}/attach-files`, body, { 'content-type': type });
      },
      send: (path, fields, file, headers = {}) => {
        const { body, type } = form(fields, file);
        return send('POST', path, body, { 'content-type': type, ...headers });
      },
    };
  }
}

function form(fields: Readonly<Record<string, string>>, { name, content }: File) {
  const boundary = 'docket-test-boundary';
  const parts = [
    ...Object.entries(fields).map(([field, value]) => `Content-Disposition: form-data; name="${field}"\r\n\r\n${value}`),
    `Content-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\n${content}`,
  ];
  const body = `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;
  return { body, type: `multipart/form-data; boundary=${boundary}` };
}

function run(folder: string, settings: Settings): Promise<Server> {
  return startServer(
    readConfig({ PORT: '0', DATA_DIR: folder, NODE_ENV: 'development', DEMO: 'small', LOG_LEVEL: 'silent', ...settings }),
  );
}
