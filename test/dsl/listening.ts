import type { Browser } from './browser';

/** A page that stays open: what it hears, and whether the connection is still there. */
export interface Listening {
  readonly status: number;
  readonly heard: () => string;
  readonly isOver: () => boolean;
  readonly close: () => void;
}

export async function listen(base: string, browser: Browser, path: string): Promise<Listening> {
  const ending = new AbortController();
  const headers = { cookie: browser.cookieHeader(), accept: 'text/event-stream' };
  const answer = await fetch(`${base}${path}`, { headers, signal: ending.signal, redirect: 'manual' });
  const state = { text: '', isOver: false };
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const part of answer.body ?? []) state.text += decoder.decode(part as Uint8Array, { stream: true });
  };
  void read()
    .catch(() => undefined)
    .finally(() => (state.isOver = true));
  return {
    status: answer.status,
    heard: () => state.text.replace(/^retry: \d+\n\n/, ''),
    isOver: () => state.isOver,
    close: () => ending.abort(),
  };
}
