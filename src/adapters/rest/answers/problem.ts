import { errorCodes } from '../../../domain/kernel/errors';
import type { AllowedLink } from '../tickets/allowed-links';
import type { FieldError } from '../../desk/refuse-fields';
import type { Problem } from '../../web/problems/problem';
import { edgeCodes, type ProblemCode } from '../../web/problems/problem-catalogue';
import { about, count, either, id, instant, listOf, object, oneOf, optional, orNull, text, yesNo } from './schema';
import type { Optional } from './schema';
import { permission, requester, userActor } from './shared';

const allowedField = object<AllowedLink['fields'][number]>('AllowedField', {
  name: text,
  required: yesNo,
  options: optional(about('The only values that would be taken now, where there are few.', listOf(text))),
});

export const allowedLink = object<AllowedLink>('AllowedCommand', {
  command: about('Its name, such as forward.', text),
  href: about('Where to POST the fields.', text),
  fields: listOf(allowedField),
});

const fieldError = object<FieldError>('FieldError', {
  field: about('Path in the body, query or headers, such as details.postalCode.', text),
  message: about('What is wrong, and what is allowed.', text),
});

/** Extra members of single problems. */
const facts = {
  errors: optional(about('Which fields are wrong.', listOf(fieldError))),
  allowed: optional(
    about('What can be done with the ticket instead, or what else is allowed.', listOf(either(allowedLink, text))),
  ),
  currentRevision: optional(about('Present revision of the ticket.', count)),
  permission: optional(about('The permission that is missing.', permission)),
  missing: optional(about('Rights that you lack yourself.', listOf(permission))),
  expected: optional(about('The revision that If-Match named.', count)),
  current: optional({ type: 'integer', minimum: -1, description: 'The present one; -1 where there is nothing yet.' }),
  gates: optional(about('Conditions to be met or waived first.', listOf(text))),
  targets: optional(about('Organisations that can receive the ticket.', listOf(id))),
  methods: optional(about('What the path takes.', listOf(text))),
  merged: optional(about('Duplicates merged before this refusal; they stay so.', listOf(id))),
  teams: optional(about('Teams it can go to.', listOf(id))),
  chain: optional(about('What the primary is merged into.', listOf(id))),
  primaryNumber: optional(
    about('Number of the primary that a duplicate belongs to; null where you may not see it.', orNull(text)),
  ),
  phase: optional(count),
  assignee: optional(orNull(id)),
  owner: optional(either(id, userActor)),
  requester: optional(requester),
  ...{ handler: optional(id), creator: optional(id), organisation: optional(id), provider: optional(id), to: optional(id) },
  ...{ ticket: optional(id), primary: optional(id), duplicate: optional(id), watcher: optional(id) },
  ...{ reply: optional(id), file: optional(id), user: optional(id), role: optional(id), team: optional(id) },
  ...{ occurredAt: optional(instant), earliest: optional(instant), latest: optional(instant) },
};

type Of<Field> = Field extends Optional<infer T> ? T : never;
type Facts = { readonly [Name in keyof typeof facts]?: Of<(typeof facts)[Name]> };
type Standard = Pick<Problem, 'type' | 'title' | 'status' | 'detail' | 'instance' | 'code' | 'correlationId'>;

/** RFC 9457. */
export const problem = object<Standard & Facts>('Problem', {
  type: about('Stable; also a page that explains it.', text),
  title: text,
  status: { type: 'integer', minimum: 400, maximum: 599 },
  detail: about('What is wrong here, what is allowed and what to do.', text),
  instance: about('Path of the request.', text),
  code: about('Last part of the type.', oneOf<ProblemCode>(...errorCodes, ...edgeCodes)),
  correlationId: about('Names this request in the logs; also in X-Correlation-Id.', text),
  ...facts,
});
