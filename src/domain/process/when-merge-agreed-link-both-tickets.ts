import type { Fact } from '../kernel/event';
import { parseStreamName, type OrganisationId, type TicketId } from '../kernel/ids';
import type { ExpectedTicket, MergesCommand, MergesEvent } from '../merges';
import type { TicketCommand } from '../ticket/ticket.commands';

/** Agreements that both tickets have yet to record. */
export const agreementTypes = ['MergeAgreed', 'UnlinkAgreed'] as const satisfies readonly MergesEvent['type'][];

export interface Agreed {
  readonly agreement: MergesEvent['type'];
  readonly owner: OrganisationId;
  readonly duplicate: TicketId;
  readonly primary: TicketId;
  readonly expected?: ExpectedTicket;
  readonly reason?: string | undefined;
}

/** Null for an agreement that takes another back, because no ticket recorded that one either. */
export function agreedIn({ type, stream, data }: Fact): Agreed | null {
  const { takesBack, ...said } = data as MergesEvent['data'];
  if (takesBack) return null;
  return { ...said, agreement: type as MergesEvent['type'], owner: parseStreamName(stream)?.id ?? '' };
}

export interface Mark {
  readonly ticket: TicketId;
  readonly command: TicketCommand;
  /** Set for the ticket that If-Match named. */
  readonly expectedRevision?: number;
}

/** One mark on each ticket, in this order. The ticket that If-Match named comes first, because its mark may be refused. */
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
