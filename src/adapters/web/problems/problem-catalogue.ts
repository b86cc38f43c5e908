import type { ErrorCode } from '../../../domain/kernel/errors';

/** Codes that only the edge uses; the others are the domain's. */
export const edgeCodes = [
  'unauthenticated',
  'no-such-route',
  'method-not-allowed',
  'unsupported-media-type',
  'not-acceptable',
  'internal',
  'storage-damaged',
  'not-shown-yet',
  'start-anew',
] as const;
export type ProblemCode = ErrorCode | (typeof edgeCodes)[number];

export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly meaning: string;
  readonly remedy: string;
}

const kind = (status: number, title: string, meaning: string, remedy: string): ProblemKind => ({
  status,
  title,
  meaning,
  remedy,
});

const readAllowed = 'Look at "allowed" in the answer: it lists the commands that are possible now, with their fields.';
const againLater = 'Nothing was recorded. Send the same request again after the seconds named in Retry-After.';

/** The only mapping from code to status (RFC 9457). `type` of a problem links to its entry's page. */
export const problemCatalogue: Readonly<Record<ProblemCode, ProblemKind>> = {
  invalid: kind(
    400,
    'The request has a wrong form',
    'A field, header or parameter is missing, unknown, or has a value that is not allowed.',
    'Read "errors" in the answer: each entry names the field, what is wrong with it and what is allowed.',
  ),
  unauthenticated: kind(
    401,
    'No valid token',
    'The request carries no bearer token, or one that is unknown, expired or revoked, or whose user is not active.',
    'Send "Authorization: Bearer <token>". Create a token with "npm run token -- create" or POST /v1/tokens.',
  ),
  'not-permitted': kind(
    403,
    'The permission is missing',
    'Your roles, or the scope of your token, do not contain the permission named in "permission".',
    'Ask an administrator of your organisation to grant it, or use a token with a wider scope.',
  ),
  'not-handler': kind(
    403,
    'Another organisation handles this ticket',
    'Another organisation has custody. After you forward a ticket you can read it, but no longer act on it.',
    'Ask the current handler, or wait until the ticket is returned.',
  ),
  'not-assignee': kind(403, 'Only the assignee may do this', 'Another technician, or nobody, is responsible.', readAllowed),
  'not-creator': kind(403, 'Only the creator may do this', 'Only the people who brought the ticket in can do this.', readAllowed),
  unknown: kind(
    404,
    'Not found',
    'Nothing with this id exists, or you may not see it.',
    'Check the id. If it is correct, you lack the permission to read it.',
  ),
  'no-such-route': kind(404, 'No such route', 'This path is not part of the API.', 'All paths are described at /docs.'),
  'method-not-allowed': kind(
    405,
    'Method not allowed',
    'The path exists, but not with this method.',
    'Use a method named in the header Allow.',
  ),
  'not-acceptable': kind(
    406,
    'Not acceptable',
    'The answer is not available in the form asked for.',
    'Ask for application/json.',
  ),
  'wrong-phase': kind(
    409,
    'Not possible in this phase',
    'The command does not apply to the phase that the ticket is in.',
    readAllowed,
  ),
  'gate-not-met': kind(
    409,
    'A condition for the next phase is missing',
    'Before a ticket moves on, the conditions named in "gates" must be met.',
    'Meet them, or ask somebody with the permission to waive them (waive-gate).',
  ),
  'target-not-allowed': kind(
    409,
    'This organisation cannot receive the ticket',
    'A ticket goes up to an organisation above the handler, or down to one of its service providers.',
    'Choose one of these, or return the ticket to the organisation that sent it.',
  ),
  'merge-refused': kind(
    409,
    'These tickets cannot be merged',
    'A ticket is merged into another one of the same owner organisation, never into itself, in a circle or twice.',
    'Choose another primary ticket, or unlink the duplicate first.',
  ),
  'already-exists': kind(
    409,
    'Already taken',
    'A value that must be unique belongs to something else.',
    'Use the existing one, or another value.',
  ),
  conflict: kind(
    409,
    'Others changed the same thing at the same time',
    'The change was tried several times, and each time somebody else was faster. Nothing was recorded, unless the answer says so.',
    'Read it again, and repeat the request if it still makes sense.',
  ),
  'start-anew': kind(
    410,
    'Your copy cannot be continued',
    'The read model was built anew, after an erasure or with other fields, or the log was restored from a backup. What changed since is not known.',
    'Empty your copy and read everything: send the request without "after".',
  ),
  stale: kind(
    412,
    'Changed since you read it',
    'If-Match names an older revision than the current one. Nothing was recorded.',
    'Read it again, look at what changed, and repeat the request with the new ETag.',
  ),
  'too-large': kind(
    413,
    'Too large',
    'The request, or the facts that it would record, are larger than the limit.',
    'Send less at once; long texts go into files.',
  ),
  'unsupported-media-type': kind(
    415,
    'Unsupported media type',
    'The body is neither JSON nor, for files, multipart/form-data.',
    'Send "Content-Type: application/json"; charset UTF-8.',
  ),
  'idempotency-key-reused': kind(
    422,
    'This Idempotency-Key was used for another request',
    'The first request with this key had another body. It was carried out; this one was not.',
    'Use a new key for each new request, and the same key only to repeat a request.',
  ),
  'occurred-at-out-of-range': kind(
    422,
    'The time lies outside the bounds',
    '"occurredAt" may lie at most 5 minutes ahead and 31 days back, and never before the last change of phase.',
    'Correct it, or leave it out to mean now.',
  ),
  'precondition-required': kind(
    428,
    'If-Match is required',
    'This change overwrites values, so it must say which revision it was based on.',
    'Read the resource and send its ETag as If-Match.',
  ),
  internal: kind(
    500,
    'Internal error',
    'Something went wrong in the server. It was logged with the correlation id of the answer.',
    'Repeat the request with the same Idempotency-Key. If it fails again, send the correlation id to the operator.',
  ),
  'storage-damaged': kind(
    500,
    'Storage is damaged',
    'A database file of the server cannot be read as it was written. Nothing was recorded by this request.',
    'Tell the operator: the log of the server names the file and what to do with it. Repeating the request does not help.',
  ),
  'not-shown-yet': kind(
    503,
    'Recorded, but not shown yet',
    'It is recorded, but the read model that shows it is behind or has stopped.',
    'Ask again after the seconds named in Retry-After. Nothing is lost. If it stays, tell the operator: /health names the read model.',
  ),
  'upgrade-in-progress': kind(
    503,
    'An upgrade is under way',
    'A newer version of the server has written facts that this one cannot read yet.',
    againLater,
  ),
  unavailable: kind(
    503,
    'Not available at the moment',
    'A store does not answer, is full or is read-only, or the server starts or stops.',
    againLater,
  ),
};

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(problemCatalogue, text);
}
