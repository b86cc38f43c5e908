import {
  AppendTooLarge,
  OutcomeUncertain,
  StoreCorrupted,
  StoreRefused,
  StoreUnavailable,
  WrongExpectedRevision,
} from '../errors';
import { noStream } from '../event-store.port';

/** The server rejects the user, or the user lacks rights. */
export class LogRefused extends StoreRefused {}

/** The server's certificate was not signed by a trusted authority. */
export class LogUntrusted extends StoreRefused {}

/** The server is too old. */
export class LogUnsupported extends StoreRefused {}

/** No answer in time. The only error of these four that is worth a retry. */
export class LogUnreachable extends StoreUnavailable {}

/** Fields of errors from the client and from gRPC. No error has all of them. */
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

/** Translates an error of reading or connecting. Our own errors pass unchanged. */
export function readError(error: unknown, server: string): Error {
  if (!(error instanceof Error) || isStoreError(error)) return error as Error;
  const failure: ClientError = error;
  const message = messageOf(failure);
  if (isDenied(failure)) {
    return new LogRefused(
      `${server} refuses the user of EVENTSTORE_URL (${message}). Use one that may read $all and append, as ` +
        'esdb://user:password@host, with special characters percent-encoded',
      { cause: error },
    );
  }
  if (isUntrusted(failure)) {
    return new LogUntrusted(
      `${server} cannot be trusted (${message}). Set tlsCAFile=<file> in EVENTSTORE_URL to the authority that signed its certificate, ` +
        'or tls=false if the server does not use TLS',
      { cause: error },
    );
  }
  if (failure.type === 'stream-deleted') return deletedError(server, message, error);
  // A starting server fails the same way, so this is worth a retry.
  const hint = message.includes('Failed to connect')
    ? 'If it uses TLS, remove tls=false from EVENTSTORE_URL'
    : 'Check that it runs and that EVENTSTORE_URL names it';
  return new LogUnreachable(`${server} does not answer (${message}). ${hint}`, { cause: error });
}

/** An append that was never sent or was rejected: nothing was written. */
const notSent = /No connection established|Name resolution failed|Channel closed before call|Failed to discover|ECONNREFUSED/;
const rejectedTypes: ReadonlySet<string | undefined> = new Set([
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

/** Translates an error of an append. Unless nothing was certainly written, the outcome is uncertain. */
export function appendError(error: unknown, { stream, expected, bytes, server }: Attempt): Error {
  if (!(error instanceof Error) || isStoreError(error)) return error as Error;
  const failure: ClientError = error;
  if (isWrongRevision(error)) return new WrongExpectedRevision(stream, expected, revisionOf(failure.actualVersion));
  if (failure.type === 'maximum-append-size-exceeded') return new AppendTooLarge(bytes, failure.maxAppendSize ?? 0);
  if (isCertainlyUnwritten(failure)) return readError(error, server);
  return new OutcomeUncertain(`${server}: the answer to an append to ${stream} was lost (${messageOf(failure)})`, {
    cause: error,
  });
}

function isCertainlyUnwritten(failure: ClientError): boolean {
  return isDenied(failure) || isUntrusted(failure) || rejectedTypes.has(failure.type) || notSent.test(failure.message);
}

/** What gRPC puts around the words that say what happened: its code, a time, and a note that is mostly empty. */
const frame =
  /^\d+ [A-Z_]+: (No connection established\. Last error: (Error: )?)?| \(\d{4}-\d\d-\d\dT[^)]*\)|\.? Resolution note:\s*$/g;

function messageOf({ message, name }: Error): string {
  return message.replace(frame, '') || name;
}

function deletedError(server: string, message: string, cause: Error): StoreCorrupted {
  return new StoreCorrupted(`${server}: a stream of facts was deleted (${message}). Restore the log from a backup`, { cause });
}

function revisionOf(actual: bigint | string | undefined): number {
  return actual === undefined || typeof actual === 'string' ? noStream : Number(actual);
}

function isStoreError(error: Error): boolean {
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

/** What the server answers, among others, for a position at which there is no event. */
export function isUnknown(error: unknown): boolean {
  return (error as ClientError | null)?.type === 'unknown';
}
