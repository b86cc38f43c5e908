import { DomainError } from '../../../domain/kernel/errors';
import { ERASED } from '../../../domain/kernel/event';
import type { Actor } from '../../../domain/people/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { getContact, getUser } from '../../../projections/people/read-people';
import type { Printed } from '../../desk/dossier/dossier-printer.port';
import { has } from '../../desk/dossier/dossier-model';

/** How the one who has the problem is reached, as far as the exporter may look them up. */
export interface Contacts {
  readonly phones: readonly string[];
  readonly emails: readonly string[];
}

const none: Contacts = { phones: [], emails: [] };

export async function contactsOf(models: ReadModels, dossier: Printed): Promise<Contacts> {
  const { requester } = dossier.ticket.detail;
  if (!has(dossier, 'contact')) return none;
  try {
    return 'user' in requester
      ? await ofUser(models, dossier.actor, requester.user)
      : await ofContact(models, dossier.actor, requester.contact);
  } catch (error) {
    if (error instanceof DomainError) return none;
    throw error;
  }
}

async function ofUser(models: ReadModels, actor: Actor, id: string): Promise<Contacts> {
  const email = (await getUser(models, actor, { id }))?.email ?? ERASED;
  return { phones: [], emails: email === ERASED ? [] : [email] };
}

async function ofContact(models: ReadModels, actor: Actor, id: string): Promise<Contacts> {
  return (await getContact(models, actor, { id })) ?? none;
}
