import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../../domain/people/actor';
import { readScope } from '../../../domain/ticket/ticket.facets';
import type { BuiltInRole } from '../../../domain/people/built-in-roles';
import type { ReadModels } from '../../../projections/kernel/read-models';
import type { Shown } from '../../../projections/kernel/shown';
import { missingConsents, type MissingConsent } from '../../../projections/people/consents';
import type { ContactItem } from '../../../projections/people/contacts';
import type { PeopleParams } from '../../../projections/people/list-people';
import { namesOf, type Mentions, type Names } from '../../../projections/people/names';
import type { OrganisationItem } from '../../../projections/people/organisations';
import { getRights } from '../../../projections/people/read-people';
import type { DefinedRole } from '../../../projections/people/roles';
import type { TicketFilters, TicketListPage } from '../../../projections/tickets/list-tickets';
import type { UserItem } from '../../../projections/people/users';
import { freshWithinMs } from '../../desk/in-time';
import { PeopleReader } from '../../desk/people/people-reader';
import { contacts, organisations, roles, users } from '../../desk/people/resources';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { READ_MODELS } from '../../desk/tokens';
import type { Noun } from './things';

export type Organisation = Shown<OrganisationItem>;
export type User = Shown<UserItem>;
export type Contact = Shown<ContactItem>;
export type Role = DefinedRole | BuiltInRole;

export type Item = Organisation | User | Contact | Role;

const mostTickets = 5;

/** Queries of the people pages, limited to what the reader may see. */
@Injectable()
export class PeopleRecords {
  constructor(
    private readonly reader: PeopleReader,
    private readonly ticketReader: TicketReader,
    @Inject(READ_MODELS) private readonly models: ReadModels,
  ) {}

  readonly organisation = (id: string, actor: Actor): Promise<Organisation> =>
    this.reader.one(organisations, organisations.get, { id, actor });
  readonly user = (id: string, actor: Actor): Promise<User> => this.reader.one(users, users.get, { id, actor });
  readonly contact = (id: string, actor: Actor): Promise<Contact> => this.reader.one(contacts, contacts.get, { id, actor });
  readonly role = (id: string, actor: Actor): Promise<Role> => this.reader.one(roles, roles.get, { id, actor });

  readonly organisations = (params: PeopleParams, actor: Actor) => this.reader.list(organisations.list, params, actor);
  readonly users = (params: PeopleParams, actor: Actor) => this.reader.list(users.list, params, actor);
  readonly contacts = (params: PeopleParams, actor: Actor) => this.reader.list(contacts.list, params, actor);
  readonly roles = (params: PeopleParams, actor: Actor) => this.reader.list(roles.list, params, actor);

  /** @throws {DomainError} unknown, not-permitted @throws {NotShownYet} */
  one(noun: Noun, id: string, actor: Actor): Promise<Item> {
    return this[noun](id, actor);
  }

  rights(id: string, actor: Actor): Promise<Awaited<ReturnType<typeof getRights>>> {
    return getRights(this.models, actor, { id });
  }

  consents(user: User, actor: Actor): Promise<readonly MissingConsent[]> {
    return missingConsents(this.models, actor, user);
  }

  names(mentions: Mentions): Promise<Names> {
    return namesOf(this.models, mentions);
  }

  /** Tickets of a person or an organisation, newest first. Null for readers without ticket permissions. */
  async tickets(actor: Actor, filters: TicketFilters, state: 'all' | 'open' = 'all'): Promise<TicketListPage | null> {
    if (readScope(actor) === null) return null;
    return this.ticketReader.list(actor, { tab: 'all', state, filters, limit: mostTickets });
  }

  /** Waits until the next page shows the user's own change. */
  async waitFor(readModels: readonly string[], position: string | null): Promise<void> {
    if (position !== null) await this.models.waitFor(readModels, position, freshWithinMs);
  }
}
