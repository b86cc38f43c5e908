import { hangMs } from './until';

/** The fields of an answer's body that tests use. */
interface Body {
  readonly id?: string;
  readonly revision?: number;
  readonly code?: string;
}

export interface Answered<B = Body> {
  readonly status: number;
  readonly text: string;
  readonly body: B;
}

/** Sends questions and commands over HTTP to a server in another process. */
export type Ask = <B = Body>(path: string, body?: object) => Promise<Answered<B>>;

export function askingAs(url: string, token: string): Ask {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return async <B = Body>(path: string, body?: object) => {
    const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(path.startsWith('/') ? `${url}${path}` : `${url}/v1/${path}`, { headers, ...sent });
    const text = await response.text();
    return { status: response.status, text, body: JSON.parse(text) as B };
  };
}

/** Asks until `isSo` holds. Returns the last answer, even if it never does. */
export async function lastOf<A>(ask: () => Promise<A>, isSo: (answer: A) => boolean): Promise<A> {
  const end = performance.now() + hangMs;
  let answer = await ask();
  while (!isSo(answer) && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    answer = await ask();
  }
  return answer;
}
