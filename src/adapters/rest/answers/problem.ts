import { errorCodes } from '../../../domain/kernel/errors';
import type { AllowedLink } from '../tickets/allowed-links';
import type { FieldError } from '../../desk/refuse-fields';
import type { Problem } from '../../web/problems/problem';
import { edgeCodes, type ProblemCode } from '../../web/problems/problem-catalogue';
import { about, count, either, id, instant, listOf, object, oneOf, optional, orNull, text, yesNo } from './schema';
import type { Optional, Schema } from './schema';
import { cast, exampleId } from './cast';
import { permission, requester, userActor } from './shared';

const allowedField = object<AllowedLink['fields'][number]>('AllowedField', {
  name: about('Name of the field.', text, 'audience'),
  required: about('Whether it must be sent.', yesNo, true),
  options: optional(about('The only values that would be taken now, where there are few.', listOf(text), ['everyone', 'staff'])),
});

export const allowedLink = object<AllowedLink>('AllowedCommand', {
  command: about('Its name.', text, 'reply'),
  href: about('Where to POST the fields.', text, `/v1/tickets/${cast.ticket}/reply`),
  fields: about('What it takes.', listOf(allowedField)),
});

const fieldError = object<FieldError>('FieldError', {
  field: about('Path in the body, query or headers, such as details.postalCode.', text, 'kind'),
  message: about('What is wrong, and what is allowed.', text, 'must be one of: service, maintenance, claim, issue'),
});

const some = <T>(description: string, schema: Schema<T>, example?: NoInfer<T>): Optional<T> =>
  optional(about(description, schema, example));

/** Extra members of single problems. */
const facts = {
  errors: some('Which fields are wrong.', listOf(fieldError)),
  allowed: some(
    'What can be done with the ticket instead, or what else is allowed.',
    listOf(either(allowedLink, about('A value.', text, 'serviceProvider'))),
  ),
  currentRevision: some('Present revision of the ticket.', count, 3),
  permission: some('The permission that is missing.', permission),
  missing: some('Rights that you lack yourself.', listOf(permission)),
  expected: some('The revision that If-Match named.', count, 1),
  current: some('The present one. -1 where there is nothing yet.', { type: 'integer', minimum: -1 }, 3),
  gates: some('Conditions to be met or waived first.', listOf(text), ['solution']),
  targets: some('Organisations that can receive the ticket.', listOf(id), [cast.distributor]),
  methods: some('What the path takes.', listOf(text), ['GET', 'HEAD']),
  merged: some('Duplicates merged before this refusal. They stay so.', listOf(id), [exampleId('duplicate')]),
  teams: some('Teams it can go to.', listOf(id), [cast.team]),
  chain: some('What the primary is merged into.', listOf(id), [exampleId('duplicate')]),
  primaryNumber: some(
    'Number of the primary that a duplicate belongs to. Null where you may not see it.',
    orNull(text),
    'CT-000002',
  ),
  phase: some('Phase of the ticket.', count, 4),
  assignee: some('Who is responsible. Null: nobody.', orNull(id), cast.technician),
  owner: some('Whose ticket it is.', either(id, userActor), cast.requester),
  requester: some('Who has the problem.', requester),
  handler: some('The organisation that has custody.', id, cast.partner),
  creator: some('Who opened it.', id, cast.requester),
  organisation: some('The organisation in question.', id, cast.partner),
  provider: some('The service provider in question.', id, exampleId('provider')),
  to: some('The organisation that cannot receive it.', id, cast.customer),
  ticket: some('The ticket in question.', id, cast.ticket),
  primary: some('The ticket it is a duplicate of.', id, cast.ticket),
  duplicate: some('The duplicate in question.', id, exampleId('duplicate')),
  watcher: some('The watcher in question.', id, exampleId('watcher')),
  reply: some('The reply in question.', id, exampleId('reply')),
  file: some('The file in question.', id, exampleId('file')),
  user: some('The user in question.', id, cast.technician),
  role: some('The role in question.', id, exampleId('role')),
  team: some('The team in question.', id, cast.team),
  occurredAt: some('The time that was sent.', instant),
  earliest: some('The earliest time that would be taken.', instant),
  latest: some('The latest time that would be taken.', instant),
};

type Of<Field> = Field extends Optional<infer T> ? T : never;
type Facts = { readonly [Name in keyof typeof facts]?: Of<(typeof facts)[Name]> };
type Standard = Pick<Problem, 'type' | 'title' | 'status' | 'detail' | 'instance' | 'code' | 'correlationId'>;

/** RFC 9457. */
export const problem = object<Standard & Facts>('Problem', {
  type: about('Stable. Also a page that explains it.', text, '/problems/wrong-phase'),
  title: about('The same for every problem of this code.', text, 'Not possible in this phase'),
  status: about('The HTTP status.', { type: 'integer', minimum: 400, maximum: 599 }, 409),
  detail: about('What is wrong here, what is allowed and what to do.', text, '"start-qualification" is not possible in phase 4.'),
  instance: about('Path of the request.', text, `/v1/tickets/${cast.ticket}/start-qualification`),
  code: about('Last part of the type.', oneOf<ProblemCode>(...errorCodes, ...edgeCodes), 'wrong-phase'),
  correlationId: about(
    'Names this request in the logs. Also in `X-Correlation-Id`.',
    text,
    '01a22cf4-d9d4-75dd-bfd0-92a152a3063e',
  ),
  ...facts,
});
