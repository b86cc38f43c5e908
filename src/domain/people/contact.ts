import type { DecisionContext, Need, ShownAggregate } from '../context';
import { reject } from '../kernel/errors';
import type { Confidential, Everyone, NoData } from '../kernel/event';
import type { ContactId, OrganisationId, PersonSubject } from '../kernel/ids';
import { demandWithin, requireOrganisation, requireWithin } from './reach';
import type { ContactView } from './views';
import { eraseSubject, needsToErase } from './erasure';
import { contactCommands, type ContactCommand, type RecordContact, type ReviseContact } from './contact.commands';
import { requireWellFormed } from './rights';
import type { SubjectErased } from './user.events';
import { permissionFor } from './who-may';

// Stream `contact-<uuid>`: a person without an account. Personal values are in boxes of the subject of the same name.

type Particular = 'name' | 'phones' | 'emails';
export type ContactRecorded = Everyone<
  'ContactRecorded',
  { readonly contact: ContactId; readonly organisation: OrganisationId },
  Particular
>;
/** Seals only the changed values. */
export type ContactRevised = Everyone<'ContactRevised', NoData, Particular>;

export type ContactEvent = ContactRecorded | ContactRevised | SubjectErased;

type Particulars = Pick<RecordContact, Particular>;

export type ContactState =
  | { readonly status: 'unrecorded' }
  | { readonly status: 'recorded' | 'erased'; readonly id: ContactId; readonly organisation: OrganisationId };

function evolve(state: ContactState, event: ContactEvent): ContactState {
  switch (event.type) {
    case 'ContactRecorded':
      return { status: 'recorded', id: event.data.contact, organisation: event.data.organisation };
    case 'ContactRevised':
      return state;
    case 'SubjectErased':
      return state.status === 'recorded' ? { ...state, status: 'erased' } : state;
  }
}

function decide(command: ContactCommand, state: ContactState, context: DecisionContext): readonly ContactEvent[] {
  if (command.type === 'RecordContact') return record(command, state, context);
  const unknown = 'There is no such contact, or you have no access to it. Look its id up in the list of contacts.';
  const thing = state.status === 'unrecorded' ? null : state;
  const person = requireWithin(context, permissionFor[command.type], { thing, of: ({ organisation }) => organisation, unknown });
  requireWellFormed(contactCommands, command, context);
  if (command.type === 'EraseContact') return eraseSubject(subjectOf(person.id), person, context);
  return person.status === 'erased' ? rejectErased() : revise(command, person.id);
}

function record(command: RecordContact, state: ContactState, context: DecisionContext): readonly ContactEvent[] {
  const { contact, organisation, name, phones, emails } = command;
  demandWithin(context, permissionFor.RecordContact, organisation);
  requireWellFormed(contactCommands, command, context);
  requireOrganisation(context, organisation);
  if (state.status === 'erased') return rejectErased();
  if (state.status === 'recorded') {
    if (state.organisation === organisation) return [];
    reject('already-exists', 'This contact is already recorded for another organisation. Use a new id.');
  }
  const confidential = [boxOf(contact, { name, phones, emails })];
  return [{ type: 'ContactRecorded', audience: 'everyone', data: { contact, organisation }, confidential }];
}

function revise({ name, phones, emails }: ReviseContact, contact: ContactId): readonly ContactEvent[] {
  const changed: Partial<Particulars> = {
    ...(name === undefined ? {} : { name }),
    ...(phones === undefined ? {} : { phones }),
    ...(emails === undefined ? {} : { emails }),
  };
  if (Object.keys(changed).length === 0) return [];
  return [{ type: 'ContactRevised', audience: 'everyone', data: {}, confidential: [boxOf(contact, changed)] }];
}

function boxOf(contact: ContactId, values: Partial<Particulars>): Confidential<Particular> {
  return { subject: subjectOf(contact), values: { ...values } };
}

function subjectOf(contact: ContactId): PersonSubject {
  return `contact-${contact}`;
}

function rejectErased(): never {
  reject('unknown', 'This person was erased, so you cannot record anything about them. Record a new contact if they come back.');
}

function needs(command: ContactCommand, state: ContactState): readonly Need[] {
  if (command.type === 'RecordContact') return [['organisation', command.organisation]];
  if (state.status === 'unrecorded') return [];
  return command.type === 'EraseContact' ? needsToErase(subjectOf(state.id), state) : [['organisation', state.organisation]];
}

/** Null for a contact never recorded. Erased contacts stay known, so that old tickets keep their requester. */
export function contactView(contact: ContactState): ContactView | null {
  return contact.status === 'unrecorded' ? null : { id: contact.id, organisation: contact.organisation };
}

export const contact: ShownAggregate<ContactCommand, ContactState, ContactEvent, ContactView> = {
  category: 'contact',
  eventTypes: ['ContactRecorded', 'ContactRevised', 'SubjectErased'],
  initial: { status: 'unrecorded' },
  evolve,
  decide,
  needs,
  shows: { view: contactView, brings: ({ organisation }) => [['organisation', organisation]] },
  facets: () => null,
};
