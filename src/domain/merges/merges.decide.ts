import type { DecisionContext } from '../context';
import { reject, stale } from '../kernel/errors';
import type { TicketId } from '../kernel/ids';
import { demand, isImporting } from '../people/rights';
import type { AgreeMerge, AgreeUnlink, MergesCommand, MergeSide, TakeBack } from './merges.commands';
import type { ExpectedTicket, MergesEvent } from './merges.events';
import { areLinked, chainOf, primaryOf, type MergesState } from './merges.state';

/** Decided on one stream at an exact revision, so A → B and B → A at once never both succeed (rule 3).
 * @throws {DomainError} not-permitted, not-handler, stale, conflict, wrong-phase, merge-refused */
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

/** Nobody else can have agreed anything on these two since: until the primary shows it, they are told to try again. */
function takeBack({ type, duplicate, primary }: TakeBack, state: MergesState): readonly MergesEvent[] {
  const isMerge = type === 'TakeBackMerge';
  if (areLinked({ duplicate, primary }, state) !== isMerge) return [];
  const data = { duplicate, primary, takesBack: true } as const;
  return [{ type: isMerge ? 'UnlinkAgreed' : 'MergeAgreed', audience: 'everyone', data }];
}

const condition = ({ expected }: { readonly expected?: ExpectedTicket }) => (expected === undefined ? {} : { expected });

/**
 * The primary shows it. What it does not show yet may still be taken back, so nobody else's command can rest on that. It may have been agreed
 * in another stream, before the ticket's owner changed.
 */
function isShown(duplicate: TicketId, { ticket, duplicates }: MergeSide, state: MergesState): boolean {
  const shown = duplicates.includes(duplicate);
  if ((areLinked({ duplicate, primary: ticket }, state) ?? shown) === shown) return shown;
  return reject('conflict', 'These two are being linked or unlinked at this moment. Nothing was recorded; try again.');
}

function checkRevision(sides: readonly MergeSide[], expected: ExpectedTicket | undefined): void {
  const meant = sides.find(({ ticket }) => ticket === expected?.ticket);
  if (meant !== undefined && expected !== undefined && meant.revision !== expected.revision)
    throw stale(expected.revision, meant.revision);
}

/** C20: whoever merges or unlinks has custody at that moment. */
function checkCustody(sides: readonly MergeSide[], context: DecisionContext): void {
  const elsewhere = sides.find(({ handler }) => handler !== context.actor.organisation);
  if (elsewhere === undefined || isImporting(context)) return;
  const { ticket, handler } = elsewhere;
  reject('not-handler', 'Your organisation must handle these tickets now to link or unlink them.', { ticket, handler });
}

function checkSides({ duplicate, primary }: AgreeMerge, { at }: DecisionContext): void {
  if (duplicate.ownerOrganisation !== primary.ownerOrganisation) {
    refuse('The two belong to owners of different organisations. Only tickets of one owner can be merged.', {
      duplicate: duplicate.ticket,
      primary: primary.ticket,
    });
  }
  checkPrimary(duplicate, primary);
  const closed = [duplicate, primary].find(({ phase }) => phase === 7);
  if (closed !== undefined) {
    reject('wrong-phase', 'Both tickets must be open to be merged. Reopen the closed one first.', {
      phase: 7,
      ticket: closed.ticket,
    });
  }
  if (at < duplicate.phaseSince) {
    reject(
      'occurred-at-out-of-range',
      `The duplicate reached its present phase at ${duplicate.phaseSince}; its closing comes later.`,
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
    refuse(`${sides.duplicate.number} is merged into ${name} already. Unlink it there first.`, {
      ...{ duplicate, primary: present, primaryNumber: numberOf(present, sides.duplicate) },
    });
  }
  const chain = chainOf(primary, state);
  if (!chain.includes(duplicate)) return;
  refuse('The primary is itself merged into this ticket, so the two would point at each other. Merge the other way round.', {
    duplicate,
    chain: [...chain],
  });
}

/** S4.46: what goes on is the primary, so the refusal leads there. */
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
