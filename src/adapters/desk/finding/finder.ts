import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ERASED } from '../../../domain/kernel/event';
import type { Actor } from '../../../domain/people/actor';
import { can } from '../../../domain/people/rights';
import { readScope } from '../../../domain/ticket/ticket.facets';
import { listContacts, listOrganisations, listUsers } from '../../../projections/people/list-people';
import { getContact, getOrganisation, getUser } from '../../../projections/people/read-people';
import { listTickets, type TicketLine } from '../../../projections/tickets/list-tickets';
import { ExecuteQuery, type Question } from '../../cqrs/execute-query';
import { unless } from '../unless';

export const findables = ['ticket', 'organisation', 'contact', 'user'] as const;
export type Findable = (typeof findables)[number];

/** A search result, reduced to what the asker may see. */
export interface Hit {
  readonly kind: Findable;
  readonly id: string;
  /** Null when erased. */
  readonly title: string | null;
  /** Its organisation and numbers, to tell namesakes apart. */
  readonly details: readonly string[];
  /** Set for tickets. */
  readonly ticket?: TicketLine;
  /** Set for people. */
  readonly organisation?: string;
  /** Set for organisations. */
  readonly organisationKind?: string;
}

export interface Wanted {
  readonly kinds: readonly Findable[];
  readonly q: string;
  /** Restricts the search to this organisation and its descendants. */
  readonly organisation?: string | undefined;
  readonly limit: number;
}

type List = (actor: Actor, wanted: Wanted) => Promise<readonly Hit[]>;

/** Searches tickets, organisations and people with the permissions of the asker. */
@Injectable()
export class Finder {
  constructor(private readonly queries: QueryBus) {}

  /** At most `limit` hits per kind, in the order of `kinds`. A kind or organisation that the asker may not search gives none. */
  async find(actor: Actor, wanted: Wanted): Promise<readonly Hit[]> {
    const found = await Promise.all(
      wanted.kinds.map((kind) => this.lists[kind](actor, wanted).catch(unless([], 'not-permitted'))),
    );
    return found.flat();
  }

  /** Looks a record up by id. Null when the asker may not see it. */
  async named(actor: Actor, kind: Exclude<Findable, 'ticket'>, id: string): Promise<Hit | null> {
    return this.reads[kind](actor, id).catch(unless(null, 'not-permitted'));
  }

  private readonly lists: { readonly [kind in Findable]: List } = {
    ticket: async (actor, { q: text, organisation, limit }) => {
      if (readScope(actor) === null || text.trim() === '') return [];
      const filters = organisation === undefined ? {} : { customer: [organisation] };
      const { items, names } = await this.ask(listTickets, actor, { tab: 'all', state: 'all', text, filters, limit } as const);
      return items.map((ticket) => ticketHit(ticket, names));
    },
    organisation: async (actor, wanted) => {
      if (!can(actor, 'organisation.read')) return [];
      const { items, names } = await this.ask(listOrganisations, actor, asked(wanted));
      return items.map(({ id, name, kind, parent }) => {
        return { kind: 'organisation', id, title: name, details: known(names[parent ?? '']), organisationKind: kind } as const;
      });
    },
    contact: async (actor, wanted) => {
      if (!can(actor, 'user.read')) return [];
      const { items, names } = await this.ask(listContacts, actor, asked(wanted));
      return items.filter(({ erased }) => !erased).map((one) => contactHit(one, names[one.organisation]));
    },
    user: async (actor, wanted) => {
      if (!can(actor, 'user.read')) return [];
      const { items, names } = await this.ask(listUsers, actor, asked(wanted));
      return items.filter(({ active }) => active).map((one) => userHit(one, names[one.organisation]));
    },
  };

  private readonly reads = {
    organisation: async (actor: Actor, id: string): Promise<Hit | null> => {
      const found = await this.ask(getOrganisation, actor, { id });
      return found === null ? null : { kind: 'organisation', id, title: found.name, details: [], organisationKind: found.kind };
    },
    contact: async (actor: Actor, id: string): Promise<Hit | null> => {
      const found = await this.ask(getContact, actor, { id });
      return found === null ? null : contactHit(found, undefined);
    },
    user: async (actor: Actor, id: string): Promise<Hit | null> => {
      const found = await this.ask(getUser, actor, { id });
      return found === null ? null : userHit(found, undefined);
    },
  };

  private ask<Params, T>(question: Question<Params, T>, actor: Actor, params: Params): Promise<T> {
    return this.queries.execute(new ExecuteQuery(question, actor, params));
  }
}

const asked = ({ q, organisation, limit }: Wanted) => ({ q, organisation, limit });
const known = (name: string | undefined): readonly string[] => (name === undefined || name === ERASED ? [] : [name]);
const readable = (name: string | null): string | null => (name === ERASED ? null : name);

function ticketHit(ticket: TicketLine, names: Readonly<Record<string, string>>): Hit {
  const details = [ticket.number, ...known(names[ticket.ownerOrganisation])];
  return { kind: 'ticket', id: ticket.id, title: readable(ticket.title), details, ticket };
}

interface Person {
  readonly id: string;
  readonly name: string | null;
  readonly organisation: string;
}

function contactHit(
  { id, name, organisation, phones }: Person & { readonly phones: readonly string[] },
  of: string | undefined,
): Hit {
  return { kind: 'contact', id, title: readable(name), details: [...known(of), ...phones.slice(0, 2)], organisation };
}

function userHit({ id, name, organisation, email }: Person & { readonly email: string | null }, of: string | undefined): Hit {
  return { kind: 'user', id, title: readable(name), details: [...known(of), ...known(email ?? undefined)], organisation };
}
