import { v5 } from 'uuid';
import { DomainError } from '../../../domain/kernel/errors';
import type { TicketId } from '../../../domain/kernel/ids';
import type { CommandOutcome } from '../../cqrs/execute-command';
import type { Asking } from '../asker';
import type { MergeOutcome, MergeProcess } from '../ports';

/**
 * Merges one after the other; each merge is whole or not at all. When one is refused, those before it stay and `merged` names them.
 * Each duplicate has a command id derived from the request's, so repeating the request goes on where it stopped.
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

/** If-Match speaks of the ticket before the first merge. */
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
