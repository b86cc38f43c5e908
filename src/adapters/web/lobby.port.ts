import type { IncomingMessage } from 'node:http';

export interface LobbyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** What browsers are shown while the server starts. */
export interface Lobby {
  /** Null for a request that no browser makes for a page. */
  answer(request: IncomingMessage): LobbyAnswer | null;
}
