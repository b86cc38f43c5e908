import { profileOfTicket } from '../ticket.state';
import { waiver } from './annotations';
import type { Decision } from './decision';

export const recordAcknowledgement: Decision<'RecordAcknowledgement'> = ({ by }) => [
  { type: 'CustomerAcknowledged', audience: 'everyone', data: { by } },
];

export const startQualification: Decision<'StartQualification'> = () => [
  { type: 'QualificationStarted', audience: 'everyone', data: {} },
];

/** S1.11: a claim needs it before dispatching. The list replaces the previous one. */
export const listAffectedItems: Decision<'ListAffectedItems'> = ({ items }, { ticket }) => {
  const before = ticket.affectedItems;
  const isSame =
    before.length === items.length &&
    items.every((item, i) => item.kind === before[i]?.kind && item.reference === before[i].reference);
  const listed = items.map(({ kind, reference }) => ({ kind, reference }));
  return isSame ? [] : [{ type: 'AffectedItemsListed', audience: 'staff', data: { items: listed } }];
};

export const waiveGate: Decision<'WaiveGate'> = (command, state) => {
  const waived = waiver(command, profileOfTicket(state));
  return state.ticket.waivers[command.gate] === command.until ? [] : [waived];
};

export const completeQualification: Decision<'CompleteQualification'> = () => [
  { type: 'TicketQualified', audience: 'everyone', data: {} },
];
