import type { Fact } from '../kernel/event';
import { parseStreamName, type OrganisationId, type TicketId } from '../kernel/ids';
import type { ExpectedTicket, MergesCommand, MergesEvent } from '../merges';
import type { TicketCommand } from '../ticket/ticket.commands';

/** What both tickets have yet to hear of. */
export const agreementTypes = ['MergeAgreed', 'UnlinkAgreed'] as const satisfies readonly MergesEvent['type'][];

export interface Agreed {
  readonly agreement: MergesEvent['type'];
  readonly owner: OrganisationId;
  readonly duplicate: TicketId;
  readonly primary: TicketId;
  readonly expected?: ExpectedTicket;
  readonly reason?: string | undefined;
}

/** Null for one that takes another back: no ticket has heard of that either. */
export function agreedIn({ type, stream, data }: Fact): Agreed | null {
  const { takesBack, ...said } = data as MergesEvent['data'];
  if (takesBack) return null;
  return { ...said, agreement: type as MergesEvent['type'], owner: parseStreamName(stream)?.id ?? '' };
}

export interface Mark {
  readonly ticket: TicketId;
  readonly command: TicketCommand;
  /** Of the ticket that If-Match spoke of. */
  readonly expectedRevision?: number;
}

/** One mark on each ticket, in this order: the ticket that If-Match spoke of comes first, since its mark may be refused. */
export function marksOf({ agreement, duplicate, primary, expected, reason }: Agreed): readonly [Mark, Mark] {
  const isMerge = agreement === 'MergeAgreed';
  const markOf = (ticket: TicketId, command: TicketCommand): Mark =>
    expected?.ticket === ticket ? { ticket, command, expectedRevision: expected.revision } : { ticket, command };
  const merged: TicketCommand = { type: 'MarkMerged', primary, ...(reason !== undefined && { reason }) };
  const onDuplicate = markOf(duplicate, isMerge ? merged : { type: 'MarkUnlinked', primary });
  const onPrimary = markOf(primary, { type: isMerge ? 'LinkDuplicate' : 'UnlinkDuplicate', duplicate });
  return expected?.ticket === primary ? [onPrimary, onDuplicate] : [onDuplicate, onPrimary];
}

export function takeBackOf({ agreement, duplicate, primary }: Agreed): MergesCommand {
  return { type: agreement === 'MergeAgreed' ? 'TakeBackMerge' : 'TakeBackUnlink', duplicate, primary };
}
