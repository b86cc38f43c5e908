import { Inject, Injectable } from '@nestjs/common';
import type { Audience } from '../../../domain/kernel/event';
import { streamName, type TicketId } from '../../../domain/kernel/ids';
import { isStaff, type Actor } from '../../../domain/people/actor';
import type { Permission } from '../../../domain/people/permission';
import { requirePermission } from '../../../projections/kernel/asking';
import type { SeenFact } from '../../../projections/kernel/projection';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { mayOpen, opensOf } from '../../../projections/tickets/opened-for';
import { ticketDetailEveryone, ticketDetailStaff } from '../../../projections/tickets/ticket-detail';
import type { TicketDetail } from '../../../projections/tickets/ticket-detail.document';
import { RECORDED_FACTS, type DamagedFact, type RecordedFacts, type StreamReport } from '../../eventstore/recorded-facts.port';
import { READ_MODELS } from '../tokens';
import { mustSeeTicket } from './must-see';

export interface AuditFilter {
  readonly type: string | null;
  /** The user who acted, or on whose behalf somebody acted. */
  readonly person: string | null;
}

export interface AuditWanted extends AuditFilter {
  readonly ticket: TicketId;
  /** The newest revision to return. Null starts at the head. */
  readonly from: number | null;
}

export type AuditedFact = SeenFact | DamagedFact;

export interface AuditPage {
  /** Newest first. */
  readonly facts: readonly AuditedFact[];
  /** First revision of the next page, null at the end. Each page scans a bounded number of facts, so a filtered page may be short. */
  readonly next: number | null;
  readonly newest: number;
}

/** A ticket as of one revision. */
export interface TicketThen {
  /** Null before the ticket was opened, or when its opening fact is unreadable. */
  readonly document: TicketDetail | null;
  /** The newest fact at or before the revision that the asker may see. */
  readonly fact: SeenFact | null;
  /** Revisions of altered facts, which the fold skipped. */
  readonly damaged: readonly number[];
}

const perPage = 50;
const batch = 200;
const mostLookedAt = 1_000;
const none: ReadonlySet<string> = new Set();

/** The facts of a ticket, read from the log: its changes, its past states and the integrity of its record. */
@Injectable()
export class TicketAudit {
  constructor(
    @Inject(READ_MODELS) private readonly models: Pick<ReadModels, 'get'>,
    @Inject(RECORDED_FACTS) private readonly facts: RecordedFacts,
  ) {}

  /** @throws {DomainError} unknown, not-permitted */
  async page(actor: Actor, { ticket, from, ...filter }: AuditWanted): Promise<AuditPage> {
    await this.permit(actor, ticket, 'audit.read-log');
    const newest = await this.newest(ticket);
    const stream = streamName('ticket', ticket);
    const found: AuditedFact[] = [];
    let next = Math.min(from ?? newest, newest);
    const end = next - mostLookedAt;
    while (next >= 0 && next > end && found.length < perPage) {
      const facts = await this.facts.backward(stream, { from: next, limit: batch, opens: opensOf(actor) });
      next = take(facts, found, (fact) => isShown(fact, actor) && isWanted(fact, filter)) ?? -1;
    }
    return { facts: found.map((fact) => readBy(actor, fact)), next: next >= 0 ? next : null, newest };
  }

  /** Folds the log page by page, with the folds of the reader's read models. @throws {DomainError} unknown, not-permitted */
  async asOf(actor: Actor, ticket: TicketId, revision: number): Promise<TicketThen> {
    await this.permit(actor, ticket, 'audit.read-log');
    const detail = isStaff(actor) ? ticketDetailStaff : ticketDetailEveryone;
    let then: TicketThen = { document: null, fact: null, damaged: [] };
    for (let from = 0; from <= revision; from += batch) {
      const limit = Math.min(batch, revision - from + 1);
      const facts = await this.facts.forward(streamName('ticket', ticket), { from, limit, opens: opensOf(actor) });
      then = facts
        .filter((fact) => isShown(fact, actor))
        .map((fact) => readBy(actor, fact))
        .reduce((before, fact) => advanced(before, fact, (document, seen) => detail.fold(document, seen, ticket)), then);
      if (facts.length < limit) break;
    }
    return then;
  }

  /** Recomputes the hashes of the ticket's stream. Counts and explains only what the asker may see (rule 4). @throws {DomainError} unknown, not-permitted */
  async verify(actor: Actor, ticket: TicketId): Promise<StreamReport> {
    await this.permit(actor, ticket, 'audit.verify');
    return this.facts.verify(streamName('ticket', ticket), (fact) => mayHearOf(actor, fact?.audience ?? null));
  }

  private async permit(actor: Actor, ticket: TicketId, permission: Permission): Promise<void> {
    await mustSeeTicket(this.models, actor, ticket);
    requirePermission(actor, permission);
  }

  private async newest(ticket: TicketId): Promise<number> {
    const [newest] = await this.facts.backward(streamName('ticket', ticket), { from: null, limit: 1, opens: none });
    return newest?.revision ?? -1;
  }
}

export const isReadable = (fact: AuditedFact): fact is SeenFact => 'type' in fact;

/** Without the texts that the asker may not read. */
const readBy = (actor: Actor, fact: AuditedFact): AuditedFact =>
  isReadable(fact) && !mayOpen(actor, fact) ? { ...fact, opened: {} } : fact;

const isShown = (fact: AuditedFact, actor: Actor): boolean => mayHearOf(actor, isReadable(fact) ? fact.audience : null);

/** The audience of an unreadable fact is unknown (null), so only staff see it (rule 4). */
const mayHearOf = (actor: Actor, audience: Audience | null): boolean => isStaff(actor) || audience === 'everyone';

function isWanted(fact: AuditedFact, { type, person }: AuditFilter): boolean {
  if (!isReadable(fact)) return type === null && person === null;
  const people = [fact.actor, fact.onBehalfOf].map((one) => (one !== null && 'user' in one ? one.user : null));
  return (type === null || fact.type === type) && (person === null || people.includes(person));
}

/** Adds matching facts until the page is full. Returns the revision before the last one scanned, or null when there were no facts. */
function take(facts: readonly AuditedFact[], found: AuditedFact[], wanted: (fact: AuditedFact) => boolean): number | null {
  let last: number | null = null;
  for (const fact of facts) {
    if (found.length === perPage) break;
    last = fact.revision - 1;
    if (wanted(fact)) found.push(fact);
  }
  return last;
}

type Fold = (document: TicketDetail | null, fact: SeenFact) => TicketDetail | null;

function advanced(then: TicketThen, fact: AuditedFact, fold: Fold): TicketThen {
  if (!isReadable(fact)) return { ...then, damaged: [...then.damaged, fact.revision] };
  return { ...then, document: fold(then.document, fact), fact };
}
