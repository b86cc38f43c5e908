import type { DecisionContext } from '../context';
import { reject, stale } from '../kernel/errors';
import type { TicketId } from '../kernel/ids';
import { demand, isImporting } from '../people/rights';
import type { AgreeMerge, AgreeUnlink, MergesCommand, MergeSide, TakeBack } from './merges.commands';
import type { ExpectedTicket, MergesEvent } from './merges.events';
import { areLinked, chainOf, primaryOf, type MergesState } from './merges.state';

/**
 * Decided on one stream at an exact revision, so A → B and B → A can never both succeed (rule 3).
 * @throws {DomainError} not-permitted, not-handler, stale, conflict, wrong-phase, merge-refused
 */
export function decide(command: MergesCommand, state: MergesState, context: DecisionContext): readonly MergesEvent[] {
  switch (command.type) {
    case 'AgreeMerge':
      return agreeMerge(command, state, context);
    case 'AgreeUnlink':
      return agreeUnlink(command, state, context);
    case 'TakeBackMerge':
    case 'TakeBackUnlink':
      return takeBack(command, state);
  }
}

/** S4.39–S4.47 */
function agreeMerge(command: AgreeMerge, state: MergesState, context: DecisionContext): readonly MergesEvent[] {
  const sides = [command.duplicate, command.primary] as const;
  const [duplicate, primary] = [command.duplicate.ticket, command.primary.ticket];
  demand(context, 'ticket.merge');
  checkCustody(sides, context);
  checkRevision(sides, command.expected);
  if (isShown(duplicate, command.primary, state)) return [];
  checkGraph(command, state);
  checkSides(command, context);
  return [{ type: 'MergeAgreed', audience: 'everyone', data: { duplicate, primary, ...condition(command) } }];
}

/** S4.48–S4.50: at any later time. */
function agreeUnlink(command: AgreeUnlink, state: MergesState, context: DecisionContext): readonly MergesEvent[] {
  const { duplicate, primary } = command;
  demand(context, 'ticket.merge');
  checkCustody([primary], context);
  checkRevision([primary], command.expected);
  if (!isShown(duplicate, primary, state)) return [];
  return [{ type: 'UnlinkAgreed', audience: 'everyone', data: { duplicate, primary: primary.ticket, ...condition(command) } }];
}

/** Nobody else can have agreed on these two since: until the primary shows the agreement, other commands must retry. */
function takeBack({ type, duplicate, primary }: TakeBack, state: MergesState): readonly MergesEvent[] {
  const isMerge = type === 'TakeBackMerge';
  if (areLinked({ duplicate, primary }, state) !== isMerge) return [];
  const data = { duplicate, primary, takesBack: true } as const;
  return [{ type: isMerge ? 'UnlinkAgreed' : 'MergeAgreed', audience: 'everyone', data }];
}

const condition = ({ expected }: { readonly expected?: ExpectedTicket }) => (expected === undefined ? {} : { expected });

/**
 * Whether the primary shows the link. An agreement that it does not show yet may be taken back, so other commands must not rely
 * on it. A link may come from another stream, if the ticket's owner changed since.
 */
function isShown(duplicate: TicketId, { ticket, duplicates }: MergeSide, state: MergesState): boolean {
  const shown = duplicates.includes(duplicate);
  if ((areLinked({ duplicate, primary: ticket }, state) ?? shown) === shown) return shown;
  return reject('conflict', 'These two tickets are being linked or unlinked right now. Try again.');
}

function checkRevision(sides: readonly MergeSide[], expected: ExpectedTicket | undefined): void {
  const meant = sides.find(({ ticket }) => ticket === expected?.ticket);
  if (meant !== undefined && expected !== undefined && meant.revision !== expected.revision)
    throw stale(expected.revision, meant.revision);
}

/** C20: the organisation that merges or unlinks must have custody at that moment. */
function checkCustody(sides: readonly MergeSide[], context: DecisionContext): void {
  const elsewhere = sides.find(({ handler }) => handler !== context.actor.organisation);
  if (elsewhere === undefined || isImporting(context)) return;
  const { ticket, handler } = elsewhere;
  reject('not-handler', 'You can link or unlink tickets only while your organisation handles them. Ask their handler to do it.', {
    ticket,
    handler,
  });
}

function checkSides({ duplicate, primary }: AgreeMerge, { at }: DecisionContext): void {
  if (duplicate.ownerOrganisation !== primary.ownerOrganisation) {
    refuse('These tickets belong to different organisations. You can merge only tickets of one owner.', {
      duplicate: duplicate.ticket,
      primary: primary.ticket,
    });
  }
  checkPrimary(duplicate, primary);
  const closed = [duplicate, primary].find(({ phase }) => phase === 7);
  if (closed !== undefined) {
    reject('wrong-phase', 'You can merge only open tickets. Reopen the closed one first.', {
      phase: 7,
      ticket: closed.ticket,
    });
  }
  if (at < duplicate.phaseSince) {
    reject(
      'occurred-at-out-of-range',
      `The duplicate reached its present phase at ${duplicate.phaseSince}. Enter that time or a later one.`,
      {
        occurredAt: at,
        earliest: duplicate.phaseSince,
      },
    );
  }
}

function checkGraph(sides: AgreeMerge, state: MergesState): void {
  const [duplicate, primary] = [sides.duplicate.ticket, sides.primary.ticket];
  const present = primaryOf(duplicate, state);
  if (duplicate === primary) refuse('A ticket cannot be merged into itself. Choose another primary.', { duplicate });
  if (present !== undefined) {
    const name = nameOf(present, sides.duplicate);
    refuse(`${sides.duplicate.number} is already merged into ${name}. Unlink it there first.`, {
      ...{ duplicate, primary: present, primaryNumber: numberOf(present, sides.duplicate) },
    });
  }
  const chain = chainOf(primary, state);
  if (!chain.includes(duplicate)) return;
  refuse('The primary is itself merged into this ticket. Unlink it from this ticket first.', {
    duplicate,
    chain: [...chain],
  });
}

/** S4.46: work goes on in the primary, so the refusal leads there. */
function checkPrimary(duplicate: MergeSide, side: MergeSide): void {
  if (side.mergedInto === null) return;
  const { ticket: primary } = side.mergedInto;
  const name = nameOf(primary, side);
  refuse(`${side.number} is itself a duplicate of ${name}. Merge into ${name} instead, or unlink ${side.number} first.`, {
    ...{ duplicate: duplicate.ticket, primary, primaryNumber: numberOf(primary, side) },
  });
}

function numberOf(primary: TicketId, { mergedInto }: MergeSide): string | null {
  return mergedInto?.ticket === primary ? mergedInto.number : null;
}

const nameOf = (primary: TicketId, side: MergeSide): string => numberOf(primary, side) ?? 'another ticket';

function refuse(detail: string, facts: Parameters<typeof reject>[2]): never {
  return reject('merge-refused', detail, facts);
}
