import type { IncomingMessage } from 'node:http';

export interface LobbyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** Answers browsers while the server starts. */
export interface Lobby {
  /** Null when the request is not a browser's page load. */
  answer(request: IncomingMessage): LobbyAnswer | null;
}
