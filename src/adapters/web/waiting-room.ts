import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Ids } from '../system/clock.port';
import { retryAfterSeconds } from './limits';
import type { Lobby, LobbyAnswer } from './lobby.port';
import { EdgeError, problemFrom, refusalOf } from './problems/problem';

interface Address {
  readonly port: number;
  readonly host: string;
}

/** Placeholder server: holds the port and answers 503 until start-up ends. Monitoring sees a live process that is not ready. */
export class WaitingRoom {
  /** Why each store is waited for. */
  private readonly away = new Map<string, string>();

  private constructor(
    private readonly server: Server,
    private readonly ids: Ids,
    private readonly lobby: Lobby | null,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => this.answer(request, response));
  }

  /** @throws Node's error when the address is not available */
  static async open(address: Address, ids: Ids, lobby: Lobby | null = null): Promise<WaitingRoom> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(address, resolve);
    });
    return new WaitingRoom(server, ids, lobby);
  }

  /**
   * Reports each attempt to reach a store; null when it answers.
   * @returns whether somebody who waits should hear of it: the start still goes on, and nobody was told this reason
   */
  told(who: string, error: unknown): boolean {
    const reason = error instanceof Error ? error.message : null;
    const isNew = this.server.listening && reason !== null && this.away.get(who) !== reason;
    if (error === null) this.away.delete(who);
    else this.away.set(who, reason ?? '');
    return isNew;
  }

  /** Frees the address. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private words(): string {
    const waited = this.away.size === 0 ? '' : `, and waits for: ${[...this.away.keys()].join(', ')}`;
    return `The server is starting${waited}. Nothing was done. Send the request again in a moment.`;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const shown = this.lobby?.answer(request) ?? null;
    if (shown !== null) show(response, shown);
    else if (request.url === '/health/live') send(response, 200, { status: 'live' });
    else if (request.url === '/health/ready') send(response, 503, { status: 'degraded', stopped: [...this.away.keys()] });
    else {
      const refusal = refusalOf(new EdgeError('unavailable', this.words()));
      const problem = problemFrom(refusal, { url: request.url ?? '/', correlationId: this.ids.next() });
      send(response, problem.status, problem, 'application/problem+json; charset=utf-8');
    }
  }
}

function send(response: ServerResponse, status: number, body: object, type = 'application/json; charset=utf-8'): void {
  const later = status === 503 ? { 'retry-after': String(retryAfterSeconds) } : {};
  response.writeHead(status, { 'content-type': type, connection: 'close', ...later }).end(JSON.stringify(body));
}

function show(response: ServerResponse, { status, headers, body }: LobbyAnswer): void {
  const later = status === 503 ? { 'retry-after': String(retryAfterSeconds) } : {};
  response.writeHead(status, { ...headers, ...later, 'x-content-type-options': 'nosniff', connection: 'close' }).end(body);
}
