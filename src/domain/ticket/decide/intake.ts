import { profileOfTicket } from '../ticket.state';
import { waiver } from './annotations';
import type { Decision } from './decision';

export const recordAcknowledgement: Decision<'RecordAcknowledgement'> = ({ by }) => [
  { type: 'CustomerAcknowledged', audience: 'everyone', data: { by } },
];

export const startQualification: Decision<'StartQualification'> = () => [
  { type: 'QualificationStarted', audience: 'everyone', data: {} },
];

/** S1.11: for claims the gate to Dispatching; the list replaces the one before. */
export const listAffectedItems: Decision<'ListAffectedItems'> = ({ items }, { ticket }) => {
  const told = ticket.affectedItems;
  const isSame =
    told.length === items.length && items.every((item, i) => item.kind === told[i]?.kind && item.reference === told[i].reference);
  const listed = items.map(({ kind, reference }) => ({ kind, reference }));
  return isSame ? [] : [{ type: 'AffectedItemsListed', audience: 'staff', data: { items: listed } }];
};

export const waiveGate: Decision<'WaiveGate'> = (command, state) => {
  const waived = waiver(command, state.ticket.requester, profileOfTicket(state));
  return state.ticket.waivers[command.gate] === command.until ? [] : [waived];
};

export const completeQualification: Decision<'CompleteQualification'> = () => [
  { type: 'TicketQualified', audience: 'everyone', data: {} },
];
