import { v5 } from 'uuid';
import { DomainError } from '../../../domain/kernel/errors';
import type { TicketId } from '../../../domain/kernel/ids';
import type { CommandOutcome } from '../../cqrs/execute-command';
import type { Asking } from '../asker';
import type { MergeOutcome, MergeProcess } from '../ports';

/**
 * Merges duplicates one by one; each merge is atomic. After a refusal, earlier merges stay and `merged` lists them. Command ids derive from the
 * request's, so a repeat continues where it stopped.
 * @throws {DomainError} the refusal of the first duplicate that cannot be merged
 */
export async function addDuplicates(
  merges: MergeProcess,
  { primary, duplicates }: { readonly primary: TicketId; readonly duplicates: readonly TicketId[] },
  asking: Asking,
): Promise<CommandOutcome> {
  const outcomes: MergeOutcome[] = [];
  for (const duplicate of duplicates) {
    const each = outcomes.length === 0 ? asking : withoutRevision(asking);
    try {
      outcomes.push(
        await merges.merge({ primary, duplicate, addressed: primary }, { ...each, commandId: v5(duplicate, asking.commandId) }),
      );
    } catch (refusal) {
      if (!(refusal instanceof DomainError)) throw refusal;
      throw new DomainError(refusal.code, refusal.message, {
        ...refusal.facts,
        duplicate,
        merged: duplicates.slice(0, outcomes.length),
      });
    }
  }
  return together(outcomes.map((outcome) => outcome.primary));
}

/** If-Match applies to the ticket before the first merge. */
function withoutRevision(asking: Asking): Asking {
  const { expectedRevision, ...rest } = asking;
  return expectedRevision === undefined ? asking : rest;
}

function together(outcomes: readonly CommandOutcome[]): CommandOutcome {
  const last = outcomes.at(-1);
  if (last === undefined) throw new Error('no duplicates were named');
  return {
    ...last,
    recorded: outcomes.flatMap(({ recorded }) => recorded),
    repeated: outcomes.every(({ repeated }) => repeated),
  };
}
