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
  options: optional(about('The allowed values, if there are few.', listOf(text), ['everyone', 'staff'])),
});

export const allowedLink = object<AllowedLink>('AllowedCommand', {
  command: about('Name of the command.', text, 'reply'),
  href: about('Path that takes the fields by POST.', text, `/v1/tickets/${cast.ticket}/reply`),
  fields: about('Fields of the command.', listOf(allowedField)),
});

const fieldError = object<FieldError>('FieldError', {
  field: about('Path in the body, query or headers, such as details.postalCode.', text, 'kind'),
  message: about('What is wrong, and what is allowed.', text, 'must be one of: service, maintenance, claim, issue'),
});

const some = <T>(description: string, schema: Schema<T>, example?: NoInfer<T>): Optional<T> =>
  optional(about(description, schema, example));

/** Extension members that only some problems have. */
const facts = {
  errors: some('The invalid fields.', listOf(fieldError)),
  allowed: some(
    'Commands that are possible on the ticket instead, or the allowed values.',
    listOf(either(allowedLink, about('A value.', text, 'serviceProvider'))),
  ),
  currentRevision: some('Current revision of the ticket.', count, 3),
  permission: some('The missing permission.', permission),
  missing: some('Permissions that you do not have yourself.', listOf(permission)),
  expected: some('The revision in If-Match.', count, 1),
  current: some('The current revision. -1 if nothing was recorded yet.', { type: 'integer', minimum: -1 }, 3),
  gates: some('Conditions to be met or waived first.', listOf(text), ['solution']),
  targets: some('Organisations that can receive the ticket.', listOf(id), [cast.distributor]),
  methods: some('Methods that the path accepts.', listOf(text), ['GET', 'HEAD']),
  merged: some('Duplicates merged before this refusal. They stay merged.', listOf(id), [exampleId('duplicate')]),
  teams: some('Teams that the ticket can be assigned to.', listOf(id), [cast.team]),
  chain: some('Tickets that the primary is merged into.', listOf(id), [exampleId('duplicate')]),
  primaryNumber: some('Number of the primary of a duplicate. Null if you may not see it.', orNull(text), 'CT-000002'),
  phase: some('Phase of the ticket.', count, 4),
  assignee: some('The assigned technician, or null.', orNull(id), cast.technician),
  owner: some('The owner of the ticket.', either(id, userActor), cast.requester),
  requester: some('The person who has the problem.', requester),
  handler: some('The organisation with custody of the ticket.', id, cast.partner),
  creator: some('The user who opened the ticket.', id, cast.requester),
  organisation: some('The organisation in question.', id, cast.partner),
  provider: some('The service provider in question.', id, exampleId('provider')),
  to: some('The organisation that cannot receive it.', id, cast.customer),
  ticket: some('The ticket in question.', id, cast.ticket),
  primary: some('The primary ticket.', id, cast.ticket),
  duplicate: some('The duplicate in question.', id, exampleId('duplicate')),
  watcher: some('The watcher in question.', id, exampleId('watcher')),
  reply: some('The reply in question.', id, exampleId('reply')),
  file: some('The file in question.', id, exampleId('file')),
  user: some('The user in question.', id, cast.technician),
  role: some('The role in question.', id, exampleId('role')),
  team: some('The team in question.', id, cast.team),
  occurredAt: some('The time in the request.', instant),
  earliest: some('The earliest time allowed.', instant),
  latest: some('The latest time allowed.', instant),
};

type Of<Field> = Field extends Optional<infer T> ? T : never;
type Facts = { readonly [Name in keyof typeof facts]?: Of<(typeof facts)[Name]> };
type Standard = Pick<Problem, 'type' | 'title' | 'status' | 'detail' | 'instance' | 'code' | 'correlationId'>;

/** RFC 9457. */
export const problem = object<Standard & Facts>('Problem', {
  type: about('Stable identifier, and the path of a page that explains it.', text, '/problems/wrong-phase'),
  title: about('The same for every problem of this code.', text, 'Not possible in this phase'),
  status: about('The HTTP status.', { type: 'integer', minimum: 400, maximum: 599 }, 409),
  detail: about('What is wrong here, what is allowed and what to do.', text, '"start-qualification" is not possible in phase 4.'),
  instance: about('Path of the request.', text, `/v1/tickets/${cast.ticket}/start-qualification`),
  code: about('Last part of the type.', oneOf<ProblemCode>(...errorCodes, ...edgeCodes), 'wrong-phase'),
  correlationId: about(
    'Id of the request in the logs. Also in `X-Correlation-Id`.',
    text,
    '01a22cf4-d9d4-75dd-bfd0-92a152a3063e',
  ),
  ...facts,
});
