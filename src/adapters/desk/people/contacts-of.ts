import { DomainError } from '../../../domain/kernel/errors';
import { ERASED } from '../../../domain/kernel/event';
import type { Actor } from '../../../domain/people/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { getContact, getUser } from '../../../projections/people/read-people';
import type { TicketView } from '../tickets/ticket-reader';

/** How the one who has the problem is reached, as far as the reader may look them up. */
export interface Contacts {
  readonly phones: readonly string[];
  readonly emails: readonly string[];
}

export const noContacts: Contacts = { phones: [], emails: [] };

/** The same for the page of a ticket and for its dossier. */
export async function contactsOf(models: ReadModels, actor: Actor, requester: TicketView['requester']): Promise<Contacts> {
  try {
    return 'user' in requester ? await ofUser(models, actor, requester.user) : await ofContact(models, actor, requester.contact);
  } catch (error) {
    if (error instanceof DomainError) return noContacts;
    throw error;
  }
}

async function ofUser(models: ReadModels, actor: Actor, id: string): Promise<Contacts> {
  const email = (await getUser(models, actor, { id }))?.email ?? ERASED;
  return { phones: [], emails: email === ERASED ? [] : [email] };
}

async function ofContact(models: ReadModels, actor: Actor, id: string): Promise<Contacts> {
  const { phones, emails } = (await getContact(models, actor, { id })) ?? noContacts;
  return { phones, emails };
}
