import { reject } from '../../kernel/errors';
import { personOf } from '../ticket.roles';
import { waitingOf, type Waiting } from '../ticket.state';
import type { Decision } from './decision';
import { sealed, writerOf } from './text';

/** S4.13–S4.17: null ends the waiting. Another reason for the same party starts a new one. */
export const changeSubStatus: Decision<'ChangeSubStatus'> = ({ waitingFor, reason = null }, state) => {
  if (state.phase === 2 && waitingFor === 'thirdParty') refuseThirdParty();
  const before = waitingOf(state);
  const wanted = waitingFor === null ? null : { for: waitingFor, reason };
  if (isSameWaiting(before, wanted)) return [];
  return [
    ...(before === null ? [] : [{ type: 'WaitingEnded', audience: 'everyone', data: { for: before.for } } as const]),
    ...(wanted === null ? [] : [{ type: 'WaitingStarted', audience: 'everyone', data: wanted } as const]),
  ];
};

function isSameWaiting(a: Waiting | null, b: Waiting | null): boolean {
  return a?.for === b?.for && a?.reason === b?.reason;
}

function refuseThirdParty(): never {
  return reject('invalid', 'While a ticket is being qualified, it can wait only for the customer.', {
    fields: { waitingFor: '"customer", or null to end the waiting' },
  });
}

/** S0.26, C14 */
export const reportProgress: Decision<'ReportProgress'> = ({ percent }, { ticket }) =>
  ticket.progress === percent ? [] : [{ type: 'ProgressReported', audience: 'everyone', data: { percent } }];

/** S1.32 */
export const recordWork: Decision<'RecordWork'> = ({ minutes, item = null, description }, { ticket }, context) => [
  {
    type: 'WorkRecorded',
    audience: 'everyone',
    data: { technician: personOf(context).user, minutes, item },
    ...sealed(writerOf(ticket, context), { description }),
  },
];

/** S3.23, S3.24, C24 */
export const recordFoundFault: Decision<'RecordFoundFault'> = ({ code = null, description }, { ticket }, context) => [
  {
    type: 'FaultFound',
    audience: 'everyone',
    data: { code, foundBy: personOf(context).user },
    ...sealed(writerOf(ticket, context), { description }),
  },
];
