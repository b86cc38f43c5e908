import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';

export interface SteadyLoad {
  readonly url: string;
  readonly perSecond: number;
  readonly seconds: number;
  /** The n-th request. */
  readonly ask: (n: number) => {
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
}

export interface Answered {
  readonly perSecond: number;
  /** Milliseconds, from when the request was due: a late sender counts against the server. */
  readonly p99: number;
}

const tickMs = 1;

/**
 * Sends POST requests at an even pace, whether or not earlier ones were answered. autocannon's `overallRate` sends those of a whole second at its
 * beginning, one after the other on each connection, which measures bursts.
 * @throws {Error} when a request is refused
 */
export async function steadyLoad({ url, perSecond, seconds, ask }: SteadyLoad): Promise<Answered> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const begun = performance.now();
  const sent: Promise<number>[] = [];
  while (sent.length < perSecond * seconds) {
    const due = Math.min(perSecond * seconds, Math.floor(((performance.now() - begun) * perSecond) / 1_000) + 1);
    while (sent.length < due)
      sent.push(answered(new URL(url), agent, { ...ask(sent.length), due: begun + (sent.length * 1_000) / perSecond }));
    await new Promise((resolve) => setTimeout(resolve, tickMs));
  }
  const times = (await Promise.all(sent)).sort((a, b) => a - b);
  const taken = (performance.now() - begun) / 1_000;
  agent.destroy();
  return { perSecond: times.length / taken, p99: times[Math.ceil(times.length * 0.99) - 1] ?? Number.NaN };
}

type Due = ReturnType<SteadyLoad['ask']> & { readonly due: number };

function answered({ hostname, port }: URL, agent: Agent, { path, headers, body, due }: Due): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request({ hostname, port, agent, path, method: 'POST', headers }, (answer) => {
      answer.resume();
      answer.once('end', () => {
        if ((answer.statusCode ?? 500) < 300) resolve(performance.now() - due);
        else reject(new Error(`${path} was answered ${String(answer.statusCode)}`));
      });
    });
    asking.once('error', reject);
    asking.end(body);
  });
}
