import type { DecisionContext } from '../kernel/decider';
import { reject } from '../kernel/errors';
import type { TicketId } from '../kernel/ids';
import { demand, isImporting } from '../registry/rights';
import type { AgreeMerge, AgreeUnlink, MergesCommand, MergeSide } from './merges.commands';
import type { MergesEvent } from './merges.events';
import { chainOf, primaryOf, type MergesState } from './merges.state';

/** Decided on one stream at an exact revision, so A → B and B → A at once never both succeed (rule 3).
 * @throws {DomainError} not-permitted, not-handler, wrong-phase, merge-refused */
export function decide(command: MergesCommand, state: MergesState, context: DecisionContext): readonly MergesEvent[] {
  if (command.type === 'TakeBackMerge') return unlinked(command.duplicate, command.primary, state);
  demand(context, 'ticket.merge');
  return command.type === 'AgreeMerge' ? agreeMerge(command, state, context) : agreeUnlink(command, state, context);
}

/** S4.39–S4.47 */
function agreeMerge(command: AgreeMerge, state: MergesState, context: DecisionContext): readonly MergesEvent[] {
  const duplicate = command.duplicate.ticket;
  const primary = command.primary.ticket;
  checkCustody([command.duplicate, command.primary], context);
  if (primaryOf(duplicate, state) === primary) return [];
  checkGraph(duplicate, primary, state);
  checkSides(command, context);
  const { expected } = command;
  return [{ type: 'MergeAgreed', audience: 'everyone', data: { duplicate, primary, ...(expected && { expected }) } }];
}

/** S4.48–S4.50: at any later time. */
function agreeUnlink({ duplicate, primary }: AgreeUnlink, state: MergesState, context: DecisionContext): readonly MergesEvent[] {
  checkCustody([primary], context);
  return unlinked(duplicate, primary.ticket, state);
}

function unlinked(duplicate: TicketId, primary: TicketId, state: MergesState): readonly MergesEvent[] {
  if (primaryOf(duplicate, state) !== primary) return [];
  return [{ type: 'UnlinkAgreed', audience: 'everyone', data: { duplicate, primary } }];
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
  const closed = [duplicate, primary].find(({ phase }) => phase === 7);
  if (closed !== undefined) {
    reject('wrong-phase', 'Both tickets must be open to be merged. Reopen the closed one first.', {
      phase: 7,
      ticket: closed.ticket,
      allowed: ['ReopenTicket'],
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

function checkGraph(duplicate: string, primary: string, state: MergesState): void {
  const present = primaryOf(duplicate, state);
  if (duplicate === primary) refuse('A ticket cannot be merged into itself. Choose another primary.', { duplicate });
  if (present !== undefined) {
    refuse('It is merged into another ticket already. Unlink it there first.', { duplicate, primary: present });
  }
  const chain = chainOf(primary, state);
  if (!chain.includes(duplicate)) return;
  refuse('The primary is itself merged into this ticket, so the two would point at each other. Merge the other way round.', {
    duplicate,
    chain: [...chain],
  });
}

function refuse(detail: string, facts: Parameters<typeof reject>[2]): never {
  return reject('merge-refused', detail, facts);
}
