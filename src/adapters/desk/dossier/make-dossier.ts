import { reject } from '../../../domain/kernel/errors';
import type { TicketId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import { isStaff } from '../../../domain/people/actor';
import { rejectWithout } from '../../../domain/people/rights';
import { dossierSections, type DossierSection } from '../../../domain/ticket/ticket.events';
import type { TicketCommand } from '../../../domain/ticket/ticket.commands';
import { maySeeLogIndex } from '../../../projections/audit/log';
import type { CommandExecutor } from '../../cqrs/command-executor.port';
import type { Letterheads } from '../../settings/letterheads.port';
import type { ZipWriter } from '../../export/zip.port';
import { unknownTicket } from '../tickets/ticket-now';
import type { AsOf, Dossier, DossierWish } from './dossier-model';
import type { DossierOffer } from './dossiers.port';
import { readDuplicates, readTicket, type DossierSource, type ReadTicket } from './read-dossier';
import { writeDossier, type WriteParts, type Writing } from './write-dossier';

export interface MakeParts extends DossierSource, WriteParts {
  readonly executor: CommandExecutor;
  readonly zip: ZipWriter;
  readonly letterheads: Pick<Letterheads, 'of'>;
  /** Address of the desk, for the code on the first page. */
  readonly publicUrl: string;
}

/** One dossier that somebody may have. */
export interface Making {
  readonly id: string;
  readonly actor: Actor;
  readonly ticket: TicketId;
  readonly wish: DossierWish;
  readonly correlationId: string;
  readonly signal: AbortSignal;
  readonly onProgress: Writing['onProgress'];
}

/** Where the ZIP goes. Resolves when it is durable. */
export type Sink<Kept> = (content: AsyncIterable<Uint8Array>) => Promise<Kept & { readonly sha256OfZip: string }>;

export const closedPhase = 7;

/** @throws {DomainError} unknown */
export async function offerOf(source: DossierSource, actor: Actor, ticket: TicketId): Promise<DossierOffer> {
  const read = await mustRead(source, actor, ticket);
  const isClosed = read.detail.phase === closedPhase;
  const { permissions } = actor;
  return {
    number: read.detail.number,
    isClosed,
    mayExport: isClosed || permissions.has('ticket.export-open'),
    sections: dossierSections.filter((section) => section !== 'logs' || permissions.has('audit.read-log')),
  };
}

/** @throws {DomainError} unknown, not-permitted, invalid */
export async function checkedOffer(source: DossierSource, actor: Actor, ticket: TicketId, sections: readonly DossierSection[]) {
  const offer = await offerOf(source, actor, ticket);
  if (!offer.mayExport) rejectWithout('ticket.export-open');
  if (sections.some((section) => !offer.sections.includes(section))) rejectWithout('audit.read-log');
  if (sections.length === 0) reject('invalid', 'Choose at least one section.', { fields: { sections: 'at least one' } });
  return offer;
}

/**
 * Writes the ZIP and then records that it left. What was written is undone by the caller where recording fails.
 * @throws {DomainError | PrintFailed} and the reason of the signal
 */
export async function makeDossier<Kept>(parts: MakeParts, making: Making, sink: Sink<Kept>): Promise<Kept> {
  const { actor, wish } = making;
  const ticket = await mustRead(parts, actor, making.ticket);
  const merged = wish.sections.includes('merged') ? await readDuplicates(parts, actor, ticket) : [];
  const dossier = await dossierOf(parts, making, { ticket, merged });
  const writing: Writing = { dossier, read: { ticket, merged }, signal: making.signal, onProgress: making.onProgress };
  const kept = await sink(parts.zip(dossier.asOf.at, (zip) => writeDossier(parts, writing, zip)));
  making.signal.throwIfAborted();
  const record = { upTo: dossier.asOf.revision, sections: wish.sections, sha256: kept.sha256OfZip };
  const command: TicketCommand = { type: 'RecordDossier', ...record };
  const { id: commandId, correlationId } = making;
  await parts.executor.execute({ category: 'ticket', id: making.ticket, actor, commandId, correlationId, body: record, command });
  return kept;
}

type Read = Writing['read'];

async function dossierOf(parts: MakeParts, { actor, wish }: Making, { ticket, merged }: Read): Promise<Dossier> {
  // To customers it comes from whoever handles their ticket.
  const organisation = isStaff(actor) ? actor.organisation : ticket.detail.handler;
  return {
    ...{ wish: inOrder(wish), actor, ticket, merged },
    asOf: { ...endOf(ticket), logIndex: maySeeLogIndex(actor) ? (ticket.stored.at(-1)?.logIndex ?? 0) : null },
    isClosed: ticket.detail.phase === closedPhase,
    sender: { organisation, letterhead: await parts.letterheads.of(organisation) },
    address: `${parts.publicUrl}/tickets/${ticket.detail.number}`,
  };
}

function endOf({ stored, detail }: ReadTicket): Omit<AsOf, 'logIndex'> {
  const newest = stored.at(-1);
  if (newest === undefined) return { at: detail.lastRecordedAt, revision: 0, head: '' };
  const { recordedAt: at } = JSON.parse(newest.content) as { readonly recordedAt: string };
  return { at, revision: newest.revision, head: newest.hash };
}

/** The same sections are the same dossier, however they were named. */
const inOrder = (wish: DossierWish): DossierWish => ({
  ...wish,
  sections: dossierSections.filter((section) => wish.sections.includes(section)),
});

async function mustRead(source: DossierSource, actor: Actor, ticket: TicketId): Promise<ReadTicket> {
  return (await readTicket(source, actor, ticket)) ?? Promise.reject(unknownTicket(ticket));
}
