import type { ticketVerbs } from '../../desk/tickets/ticket-desk';
import { lastOf, type Typed } from '../forms/sent-values';

export interface FollowUp {
  readonly type: keyof (typeof ticketVerbs)['forms'];
  readonly verb: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Additional fields of some forms, sent as separate commands after the first. */
const followUps: Readonly<Record<string, (typed: Typed) => readonly FollowUp[]>> = {
  reply: (typed) =>
    lastOf(typed, 'then') === 'await-customer'
      ? [{ type: 'ChangeSubStatus', verb: 'change-sub-status', body: { waitingFor: 'customer' } }]
      : [],
  'enter-solution': (typed) => [...faultIn(typed), ...(lastOf(typed, 'then') === 'solved' ? [solve] : [])],
};

const solve: FollowUp = { type: 'SolveTicket', verb: 'solve', body: {} };

function faultIn(typed: Typed): readonly FollowUp[] {
  const [description, code] = [lastOf(typed, 'fault.description').trim(), lastOf(typed, 'fault.code').trim()];
  if (description === '') return [];
  return [{ type: 'RecordFoundFault', verb: 'record-found-fault', body: { description, ...(code !== '' && { code }) } }];
}

export function followUpsOf(verb: string, typed: Typed): readonly FollowUp[] {
  return followUps[verb]?.(typed) ?? [];
}
