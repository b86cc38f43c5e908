import {
  AppendTooLarge,
  OutcomeUncertain,
  StoreCorrupted,
  StoreRefused,
  StoreUnavailable,
  WrongExpectedRevision,
} from '../errors';
import { noStream } from '../event-store.port';

/** The server does not know the user, or the user may not. */
export class LogRefused extends StoreRefused {}

/** The server is not who it should be: its certificate was not made by anyone we trust. */
export class LogUntrusted extends StoreRefused {}

/** The server speaks, but is too old. */
export class LogUnsupported extends StoreRefused {}

/** Nobody answers, or not in time: the only one of the four that is worth another try. */
export class LogUnreachable extends StoreUnavailable {}

/** What errors of the client and of gRPC have, none of them all of it. */
interface ClientError extends Error {
  readonly code?: number | string;
  readonly type?: string;
  readonly actualVersion?: bigint | string;
  readonly maxAppendSize?: number;
}

const unauthenticated = 16;
const denied = 7;
const unavailable = 14;

function isDenied({ type, code }: ClientError): boolean {
  return type === 'access-denied' || code === unauthenticated || code === denied;
}

const certificateWords = /certificate|self.signed|issuer|altnames|wrong version number/i;

function isUntrusted({ type, code, message }: ClientError): boolean {
  return (type === 'unavailable' || code === unavailable) && certificateWords.test(message);
}

/** What reading, or connecting, failed of. Our own errors stay what they are. */
export function readError(error: unknown, server: string): Error {
  if (!(error instanceof Error) || isOurs(error)) return error as Error;
  const failure: ClientError = error;
  const words = wordsOf(failure);
  if (isDenied(failure)) {
    return new LogRefused(
      `${server} refuses the user of EVENTSTORE_URL (${words}). Name one who may read $all and append there, as ` +
        'esdb://user:password@host, with special characters percent-encoded',
      { cause: error },
    );
  }
  if (isUntrusted(failure)) {
    return new LogUntrusted(
      `${server} cannot be trusted (${words}). Name the authority that signed its certificate with tlsCAFile=<file> in EVENTSTORE_URL; ` +
        'tls=false is for servers without TLS',
      { cause: error },
    );
  }
  if (failure.type === 'stream-deleted') return deletedError(server, words, error);
  // A server that is only just starting says the same, so this is worth another try.
  const hint = words.includes('Failed to connect') ? '. If it speaks TLS, take tls=false out of EVENTSTORE_URL' : '';
  return new LogUnreachable(`${server} does not answer (${words})${hint}`, { cause: error });
}

/** Of an append that never left, or was turned away: nothing was written. */
const notSent = /No connection established|Name resolution failed|Channel closed before call|Failed to discover|ECONNREFUSED/;
const turnedAway: ReadonlySet<string | undefined> = new Set([
  'not-leader',
  'stream-deleted',
  'invalid-transaction',
  'invalid-argument',
]);

interface Attempt {
  readonly stream: string;
  readonly expected: number;
  readonly bytes: number;
  readonly server: string;
}

/** What an append failed of. Only what is known not to have been written is called so; all else is uncertain. */
export function appendError(error: unknown, { stream, expected, bytes, server }: Attempt): Error {
  if (!(error instanceof Error) || isOurs(error)) return error as Error;
  const failure: ClientError = error;
  if (isWrongRevision(error)) return new WrongExpectedRevision(stream, expected, revisionOf(failure.actualVersion));
  if (failure.type === 'maximum-append-size-exceeded') return new AppendTooLarge(bytes, failure.maxAppendSize ?? 0);
  if (isHarmless(failure)) return readError(error, server);
  return new OutcomeUncertain(`${server}: the answer to an append to ${stream} was lost (${wordsOf(failure)})`, { cause: error });
}

function isHarmless(failure: ClientError): boolean {
  return isDenied(failure) || isUntrusted(failure) || turnedAway.has(failure.type) || notSent.test(failure.message);
}

function wordsOf({ message, name }: Error): string {
  return message === '' ? name : message;
}

function deletedError(server: string, words: string, cause: Error): StoreCorrupted {
  return new StoreCorrupted(`${server}: a stream of facts was deleted (${words}). Restore the log from a backup`, { cause });
}

function revisionOf(actual: bigint | string | undefined): number {
  return actual === undefined || typeof actual === 'string' ? noStream : Number(actual);
}

function isOurs(error: Error): boolean {
  return (
    error instanceof StoreUnavailable ||
    error instanceof StoreCorrupted ||
    error instanceof OutcomeUncertain ||
    error instanceof RangeError
  );
}

export function isNotLeader(error: unknown): boolean {
  return (error as ClientError).type === 'not-leader';
}

export function isWrongRevision(error: unknown): boolean {
  return (error as ClientError).type === 'wrong-expected-version';
}

export function isStreamNotFound(error: unknown): boolean {
  return (error as ClientError | null)?.type === 'stream-not-found';
}
