import { HttpException } from '@nestjs/common';
import { DomainError } from '../../../domain/kernel/errors';
import type { Values } from '../../../domain/kernel/value';
import { BadCursor } from '../../../projections/kernel/documents.port';
import {
  AppendTooLarge,
  FactCorrupted,
  OutcomeUncertain,
  StoreCorrupted,
  StoreUnavailable,
  WrongExpectedRevision,
} from '../../eventstore/errors';
import { settleCommand } from '../../eventstore/settlements';
import { NotShownYet } from '../../desk/in-time';
import { CopyNotReady, CopyOutdated } from '../../desk/reporting/model-copies.port';
import { refusalOfFields } from '../../desk/refuse-fields';
import { clarify, pathOf } from './framework-words';
import { problemCatalogue, type ProblemCode } from './problem-catalogue';

/** RFC 9457, with the facts of the refusal as extension members. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: ProblemCode;
  readonly correlationId: string;
  readonly [member: string]: unknown;
}

/** A refusal whose code exists only at the HTTP edge. */
export class EdgeError extends Error {
  constructor(
    readonly code: ProblemCode,
    detail: string,
    readonly facts: Values = {},
  ) {
    super(detail);
  }
}

interface Refusal {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly facts: Values;
}

/** The public part of an error. Unexpected errors become `internal`, without their message. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof DomainError || error instanceof EdgeError)
    return { code: error.code, detail: error.message, facts: listed(error.facts) };
  if (error instanceof BadCursor) return refusalOf(refusalOfFields([{ field: 'after', message: error.message }]));
  const refusal = refusalOfReading(error) ?? storeRefusal(error);
  if (refusal !== null) return refusal;
  const status = statusOf(error);
  if (status === null || status >= 500) return { code: 'internal', detail: problemCatalogue.internal.meaning, facts: {} };
  return { code: codeOfStatus(status), detail: clarify((error as Error).message), facts: {} };
}

/** Refusals of read models, whose messages are for the asker. */
function refusalOfReading(error: unknown): Refusal | null {
  if (error instanceof CopyOutdated) return { code: 'start-anew', detail: error.message, facts: {} };
  const isBehind = error instanceof NotShownYet || error instanceof CopyNotReady;
  return isBehind ? { code: 'not-shown-yet', detail: error.message, facts: {} } : null;
}

function unreadableFact({ fact }: FactCorrupted): string {
  return (
    'This cannot be changed, because one of its facts cannot be read as it was recorded. Nothing was recorded. Tell the operator to ' +
    `restore the log, or to run: ${settleCommand(fact)}`
  );
}

/** The domain reports fields as a map, the answer as a list. */
function listed(facts: Values): Values {
  const { fields, ...others } = facts;
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return facts;
  return { ...others, errors: Object.entries(fields).map(([field, message]) => ({ field, message })) };
}

function storeRefusal(error: unknown): Refusal | null {
  if (error instanceof FactCorrupted) return { code: 'storage-damaged', detail: unreadableFact(error), facts: {} };
  const code = storeProblem(error);
  return code === null ? null : { code, detail: problemCatalogue[code].meaning, facts: {} };
}

function storeProblem(error: unknown): ProblemCode | null {
  if (error instanceof StoreCorrupted) return 'storage-damaged';
  if (error instanceof StoreUnavailable || error instanceof OutcomeUncertain) return 'unavailable';
  if (error instanceof AppendTooLarge) return 'too-large';
  return error instanceof WrongExpectedRevision ? 'conflict' : null;
}

/** Errors of Fastify and Nest carry a status. */
function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  const status: unknown = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : null;
  return typeof status === 'number' && status >= 400 ? status : null;
}

const codesByStatus: Readonly<Record<number, ProblemCode>> = {
  401: 'unauthenticated',
  403: 'not-permitted',
  404: 'no-such-route',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  413: 'too-large',
  415: 'unsupported-media-type',
};

function codeOfStatus(status: number): ProblemCode {
  return codesByStatus[status] ?? 'invalid';
}

export function problemFrom(refusal: Refusal, request: { readonly url: string; readonly correlationId: string }): Problem {
  const { status, title } = problemCatalogue[refusal.code];
  const standard = {
    type: `/problems/${refusal.code}`,
    title,
    status,
    detail: refusal.detail,
    // Without the query: problems are logged and pasted into mails.
    instance: pathOf(request.url),
    code: refusal.code,
    correlationId: request.correlationId,
  };
  // Spread twice: the standard members come first, and no fact may replace them.
  return { ...standard, ...refusal.facts, ...standard };
}
