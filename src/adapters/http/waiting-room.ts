import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { StoreUnavailable } from '../eventstore/errors';
import type { Ids } from '../system/clock.port';
import { retryAfterSeconds } from './limits';
import { problemFrom, refusalOf } from './problems/problem';

interface Place {
  readonly port: number;
  readonly host: string;
}

/**
 * Stands at the product's address while a start waits for stores that do not answer: whoever watches meets a process that lives and is not
 * ready, and clients are told to come again.
 */
export class WaitingRoom {
  private readonly away = new Set<string>();
  private server: Server | null = null;
  private closed = false;

  constructor(
    private readonly place: Place,
    private readonly ids: Ids,
  ) {}

  /** As a start is told of each try: null when the store answers. Opens for the first that does not. */
  told(who: string, error: unknown): void {
    if (error === null) this.away.delete(who);
    else this.away.add(who);
    if (this.closed || this.server !== null || this.away.size === 0) return;
    // An address that is taken is told by whoever listens next, and for good.
    this.server = createServer((request, response) => this.answer(request, response)).on('error', () => undefined);
    this.server.listen(this.place);
  }

  /** The address is free when it resolves. */
  async close(): Promise<void> {
    this.closed = true;
    const { server } = this;
    if (server?.listening !== true) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    if (request.url === '/health/live') send(response, 200, { status: 'live' });
    else if (request.url === '/health/ready') send(response, 503, { status: 'degraded', stopped: [...this.away] });
    else {
      const refusal = refusalOf(new StoreUnavailable('waiting at start'));
      const problem = problemFrom(refusal, { url: request.url ?? '/', correlationId: this.ids.next() });
      send(response, problem.status, problem, 'application/problem+json; charset=utf-8');
    }
  }
}

function send(response: ServerResponse, status: number, body: object, type = 'application/json; charset=utf-8'): void {
  const later = status === 503 ? { 'retry-after': String(retryAfterSeconds) } : {};
  response.writeHead(status, { 'content-type': type, connection: 'close', ...later }).end(JSON.stringify(body));
}
