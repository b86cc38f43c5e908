import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Ids } from '../system/clock.port';
import { retryAfterSeconds } from './limits';
import { EdgeError, problemFrom, refusalOf } from './problems/problem';

interface Place {
  readonly port: number;
  readonly host: string;
}

/**
 * Has the product's address before a start touches anything, and stands there until it listens itself, however long stores do not answer:
 * whoever watches meets a process that lives and is not ready, and clients are told to come again.
 */
export class WaitingRoom {
  private readonly away = new Set<string>();

  private constructor(
    private readonly server: Server,
    private readonly ids: Ids,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => this.answer(request, response));
  }

  /** @throws what Node says of an address that cannot be had */
  static async open(place: Place, ids: Ids): Promise<WaitingRoom> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(place, resolve);
    });
    return new WaitingRoom(server, ids);
  }

  /** As a start is told of each try: null when the store answers. */
  told(who: string, error: unknown): void {
    if (error === null) this.away.delete(who);
    else this.away.add(who);
  }

  /** The address is free when it resolves. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private words(): string {
    const waited = this.away.size === 0 ? '' : `, and waits for: ${[...this.away].join(', ')}`;
    return `The server is starting${waited}. Nothing was done; send it again in a moment.`;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    if (request.url === '/health/live') send(response, 200, { status: 'live' });
    else if (request.url === '/health/ready') send(response, 503, { status: 'degraded', stopped: [...this.away] });
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
