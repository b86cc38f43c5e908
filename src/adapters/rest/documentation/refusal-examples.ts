import type { Values } from '../../../domain/kernel/value';
import type { ProblemCode } from '../../web/problems/problem-catalogue';
import { problemCatalogue } from '../../web/problems/problem-catalogue';
import { CopyOutdated } from '../../desk/reporting/model-copies.port';
import { cast } from '../answers/cast';

interface Refused {
  readonly url: string;
  readonly detail: string;
  readonly facts?: Values;
}

const ticket = `/v1/tickets/${cast.ticket}`;
const reply = {
  command: 'reply',
  href: `${ticket}/reply`,
  fields: [
    { name: 'body', required: true },
    { name: 'audience', required: true, options: ['everyone', 'staff'] },
    { name: 'files', required: false },
  ],
};
/** Members that the desk adds to the refusal of a command. */
const instead = { currentRevision: 3, allowed: [reply] };
const ofUs = (code: ProblemCode): Refused => ({ url: ticket, detail: problemCatalogue[code].meaning });

/** One recorded refusal per problem code. */
export const refusalExamples: Readonly<Record<ProblemCode, Refused>> = {
  invalid: {
    url: '/v1/tickets',
    detail: '2 fields are wrong, see "errors".',
    facts: {
      errors: [
        { field: 'kind', message: 'must be one of: service, maintenance, claim, issue' },
        { field: 'title', message: 'is missing: it must be text' },
      ],
    },
  },
  unauthenticated: { url: '/v1/me', detail: 'This token is unknown, expired or revoked, or its user is not active.' },
  'not-permitted': {
    url: `${ticket}/withdraw`,
    detail: 'You need the permission "ticket.withdraw" for this. Ask an administrator of your organisation.',
    facts: { permission: 'ticket.withdraw', ...instead },
  },
  'not-handler': {
    url: `${ticket}/assign`,
    detail: 'Only the organisation that handles the ticket now can do this. You can still read the ticket.',
    facts: { handler: cast.partner, ...instead },
  },
  'not-assignee': {
    url: `${ticket}/start-work`,
    detail: 'Only the assigned technician can do this. Ask a dispatcher to assign the ticket to you.',
    facts: { assignee: cast.technician, ...instead },
  },
  'not-creator': {
    url: `${ticket}/withdraw`,
    detail: 'Only the creator, the requester or the owner of the ticket can do this. Ask one of them.',
    facts: { creator: cast.requester, owner: cast.requester, ...instead },
  },
  unknown: { url: ticket, detail: `There is no ticket ${cast.ticket}, or you have no access to it.` },
  'no-such-route': { url: '/v1/ticket', detail: 'There is no GET /v1/ticket. All paths are described at /docs.' },
  'method-not-allowed': {
    url: '/v1/me',
    detail: 'This path takes GET, HEAD.',
    facts: { methods: ['GET', 'HEAD'] },
  },
  'not-acceptable': ofUs('not-acceptable'),
  'wrong-phase': {
    url: `${ticket}/start-qualification`,
    detail: '"start-qualification" is not possible in phase 4.',
    facts: { phase: 4, ...instead },
  },
  'gate-not-met': {
    url: `${ticket}/solve`,
    detail: 'A solution must be entered first ("enter-solution").',
    facts: { gates: ['solution'], ...instead },
  },
  'target-not-allowed': {
    url: `${ticket}/forward`,
    detail: 'You can forward a ticket only to an organisation above its handler, or to one of its service providers.',
    facts: { to: cast.customer, targets: [cast.distributor, cast.root], ...instead },
  },
  'merge-refused': {
    url: `${ticket}/merge-into`,
    detail: 'A ticket cannot be merged into itself. Choose another primary.',
    facts: { duplicate: cast.ticket, ...instead },
  },
  'already-exists': {
    url: `/v1/organisations/${cast.partner}/add-team`,
    detail: 'Another team of this organisation has this name. Choose a different one.',
  },
  conflict: ofUs('conflict'),
  stale: {
    url: `${ticket}/reply`,
    detail: 'Somebody changed this after you read it. Read it again, then repeat your change if it still applies.',
    facts: { expected: 1, current: 3, ...instead },
  },
  'too-large': ofUs('too-large'),
  'unsupported-media-type': { url: '/v1/tickets', detail: 'This command takes no files. Send its fields as JSON.' },
  'idempotency-key-reused': ofUs('idempotency-key-reused'),
  'occurred-at-out-of-range': {
    url: `${ticket}/reply`,
    detail: '"occurredAt" may be at most 5 minutes ahead and 31 days back (imported: from 1970). Leave it out to mean now.',
    facts: {
      ...{ occurredAt: '2020-01-01T00:00:00.000Z', earliest: '2026-10-30T14:56:14.255Z', latest: '2026-11-30T15:01:14.255Z' },
      ...instead,
    },
  },
  'precondition-required': {
    url: `${ticket}/revise-details`,
    detail: 'Send If-Match with the ETag of what you read, so that no change of others is overwritten.',
  },
  internal: ofUs('internal'),
  'storage-damaged': ofUs('storage-damaged'),
  'not-shown-yet': {
    url: ticket,
    detail:
      'What was recorded last is safe, but cannot be read here yet. Ask again in a moment; /health names the read model that lags.',
  },
  'start-anew': { url: '/v1/read-models/tickets?after=eyJ2IjoiOSJ9', detail: new CopyOutdated().message },
  'upgrade-in-progress': ofUs('upgrade-in-progress'),
  unavailable: ofUs('unavailable'),
};
