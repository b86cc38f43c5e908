import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../../../domain/kernel/errors';
import type { OrganisationId, TicketId, UserId } from '../../../domain/kernel/ids';
import { isStaff, type Actor } from '../../../domain/people/actor';
import { canRead, everything, readScope } from '../../../domain/ticket/ticket.facets';
import { requirePermission } from '../../../projections/kernel/asking';
import { within } from '../../../projections/kernel/dates';
import type { Condition } from '../../../projections/kernel/documents.port';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { namesOf, type Names } from '../../../projections/people/names';
import { users, type UserItem } from '../../../projections/people/users';
import { withAllBelow } from '../../../projections/people/organisation-children';
import { ticketList, type TicketListItem } from '../../../projections/tickets/ticket-list';
import {
  ACCESS_LOG,
  type AccessEntry,
  type AccessKind,
  type AccessLog,
  type AccessReport,
} from '../../access-log/access-log.port';
import { mustSeeTicket } from '../audit/must-see';
import { READ_MODELS } from '../tokens';

export interface AccessFilter {
  readonly person: UserId | null;
  readonly ticket: TicketId | null;
  readonly kind: AccessKind | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly zone: string;
  readonly after: string | null;
}

/** An entry, reduced to what its reader may see. */
export interface ShownAccess extends Pick<AccessEntry, 'at' | 'kind' | 'file' | 'detail' | 'hash' | 'organisation'> {
  /** Null for anonymous access, or for a user outside the reader's reach. */
  readonly user: UserId | null;
  /** Null without a ticket, or when the reader may not see it. */
  readonly ticketNumber: string | null;
  readonly isAboutTicket: boolean;
  /** Who ended another user's session, if the reader may know. */
  readonly endedBy: UserId | null;
  readonly token: string | null;
  readonly address: string | null;
  readonly device: string | null;
}

export interface AccessPage {
  readonly items: readonly ShownAccess[];
  readonly next: string | null;
  readonly names: Names;
}

const perPage = 50;

/**
 * Access rule (ADR 16). With `audit.read-log`, an organisation's auditor sees the actions of its own people and all access to tickets that it
 * owned at the time. The root organisation sees everything if it may read every ticket.
 */
@Injectable()
export class AccessReader {
  constructor(
    @Inject(ACCESS_LOG) private readonly log: AccessLog,
    @Inject(READ_MODELS) private readonly models: ReadModels,
  ) {}

  /** @throws {DomainError} not-permitted, unknown (a ticket that the asker may not see), invalid */
  async list(actor: Actor, filter: AccessFilter): Promise<AccessPage> {
    if (filter.ticket !== null) await mustSeeTicket(this.models, actor, filter.ticket);
    requirePermission(actor, 'audit.read-log');
    const reaches = await this.reachOf(actor);
    if (filter.person !== null && !(await this.isReached(filter.person, reaches))) return { items: [], next: null, names: {} };
    const { items, next } = await this.log.find({
      organisation: seesAll(actor) ? null : actor.organisation,
      where: conditionsOf(filter),
      ...{ limit: perPage, ...(filter.after !== null && { after: filter.after }) },
    });
    const numbers = await this.numbersOf(actor, items);
    const enders = await this.endersOf(items, reaches);
    const shown = items.map((entry) => shownTo(entry, { reaches, numbers, enders }));
    const names = await namesOf(this.models, {
      users: shown.flatMap(({ user, endedBy }) => [user, endedBy]),
      organisations: shown.map(({ organisation }) => organisation),
    });
    return { items: shown, next, names };
  }

  /** The chain holds the entries of all organisations. @throws {DomainError} not-permitted */
  async verify(actor: Actor): Promise<AccessReport> {
    requirePermission(actor, 'audit.verify');
    if (!mayVerifyAccess(actor)) throw onlyForRoot();
    return this.log.verify();
  }

  private async reachOf(actor: Actor): Promise<Reach> {
    if (seesAll(actor)) return () => true;
    const reached = new Set(isStaff(actor) ? await withAllBelow(this.models, actor.organisation) : [actor.organisation]);
    return (organisation) => organisation !== null && reached.has(organisation);
  }

  /** Users within the reader's reach who ended sessions of others. */
  private async endersOf(entries: readonly AccessEntry[], reaches: Reach): Promise<ReadonlySet<UserId>> {
    const ids = [...new Set(entries.flatMap((entry) => enderOf(entry) ?? []))];
    const found = await this.models.getMany<UserItem>(users.name, ids);
    return new Set(ids.filter((id) => reaches(found.get(id)?.organisation ?? null)));
  }

  /** A user outside the reader's reach cannot be a filter either: results would reveal their name. */
  private async isReached(person: UserId, reaches: Reach): Promise<boolean> {
    const user = await this.models.get<UserItem>(users.name, person);
    return reaches(user?.organisation ?? null);
  }

  private async numbersOf(actor: Actor, entries: readonly AccessEntry[]): Promise<ReadonlyMap<string, string>> {
    const ids = [...new Set(entries.flatMap(({ ticket }) => ticket ?? []))];
    const found = await this.models.getMany<TicketListItem>(ticketList.name, ids);
    return new Map([...found].filter(([, { scopes }]) => canRead(actor, scopes)).map(([id, { number }]) => [id, number]));
  }
}

const seesAll = (actor: Actor): boolean => readScope(actor) === everything;

export const mayVerifyAccess = (actor: Actor): boolean => seesAll(actor) && actor.permissions.has('audit.verify');

function onlyForRoot(): DomainError {
  return new DomainError(
    'not-permitted',
    'The access log is one chain for all organisations, so only the root organisation verifies it.',
    {
      permission: 'audit.verify',
    },
  );
}

function conditionsOf({ person, ticket, kind, from, to, zone }: AccessFilter): readonly Condition[] {
  const equal = { user: person, ticket, kind };
  return [
    ...Object.entries(equal).flatMap(([field, value]) => (value === null ? [] : [{ field, eq: value }])),
    ...within('at', { ...(from !== null && { from }), ...(to !== null && { to }) }, zone),
  ];
}

type Reach = (organisation: OrganisationId | null) => boolean;

/** What a reader may see of all entries. */
interface Visible {
  readonly reaches: Reach;
  readonly numbers: ReadonlyMap<string, string>;
  readonly enders: ReadonlySet<UserId>;
}

/** Hides the person, address and device of users elsewhere. Only their organisation is shown. */
function shownTo(entry: AccessEntry, { reaches, numbers, enders }: Visible): ShownAccess {
  const { at, kind, file, detail, hash, organisation, ticket } = entry;
  return {
    ...{ at, kind, file, hash, organisation },
    // It names the person, who is shown as `endedBy`.
    detail: enderOf(entry) === null ? detail : null,
    ticketNumber: ticket === null ? null : (numbers.get(ticket) ?? null),
    isAboutTicket: ticket !== null,
    ...(reaches(organisation) ? personIn(entry, enders) : nobody),
  };
}

const nobody = { user: null, endedBy: null, token: null, address: null, device: null };

function personIn(entry: AccessEntry, enders: ReadonlySet<UserId>) {
  const { user, token, address, device } = entry;
  const ender = enderOf(entry);
  return { user, endedBy: ender !== null && enders.has(ender) ? ender : null, token, address, device };
}

const enderOf = ({ kind, detail }: AccessEntry): UserId | null =>
  kind === 'signed-out' ? (/^by (.+)$/.exec(detail ?? '')?.[1] ?? null) : null;
