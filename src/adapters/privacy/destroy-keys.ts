import { parseStreamName, type UserId } from '../../domain/kernel/ids';
import type { Fact } from '../../domain/kernel/event';
import type { FactOfStream } from '../eventstore/codec';
import { isRedactedBy, keysIn } from '../../domain/process/when-erased-destroy-keys';
import { givenBefore, subjectKeys, type SubjectKey } from '../../projections/audit/subject-keys';
import type { Page } from '../../projections/kernel/documents.port';
import type { ReadModels } from '../../projections/kernel/read-models';
import { StoreUnavailable } from '../eventstore/errors';
import type { KeyRing } from '../keys/key-ring.port';

export interface ErasureParts {
  readonly keyRing: Pick<KeyRing, 'destroy'>;
  readonly models: Pick<ReadModels, 'find' | 'waitFor'>;
  readonly readStream: (stream: string) => Promise<readonly FactOfStream[]>;
  /** Rebuilds every read model with sealed text, so that no file contains erased text. */
  readonly rebuildReadModels: () => Promise<void>;
  /** Removes what the user kept for themselves beside the log. */
  readonly forgetUser: (user: UserId) => Promise<void>;
  /** A finished export may hold what is erased. */
  readonly discardExports: () => Promise<void>;
}

const timeoutMs = 60_000;

/**
 * Rule 7: facts stay, keys are destroyed. Runs from its own checkpoint, so it survives a crash, and repeating it is harmless. Waits until
 * the projection of keys has folded the erasure. Keys given later are not destroyed.
 */
export function destroyKeysOf(parts: ErasureParts): (fact: Fact) => Promise<void> {
  return async (fact) => {
    const erased = fact.type === 'SubjectErased' ? parseStreamName(fact.stream) : null;
    if (erased?.category === 'user') await parts.forgetUser(erased.id);
    const keyIds = fact.type === 'SubjectErased' ? await keysOfSubject(parts, fact) : await keysOfRedacted(parts, fact);
    if (keyIds.length === 0) return;
    await parts.keyRing.destroy(keyIds);
    await parts.discardExports();
    await parts.rebuildReadModels();
  };
}

async function keysOfSubject({ models }: ErasureParts, fact: Fact): Promise<readonly string[]> {
  if (!(await models.waitFor([subjectKeys.name], fact.position, timeoutMs))) {
    throw new StoreUnavailable(
      `The projection ${subjectKeys.name} has not caught up with ${fact.position}, so the erasure waits`,
    );
  }
  const keyIds: string[] = [];
  let after: string | null = null;
  do {
    const page: Page<SubjectKey> = await models.find<SubjectKey>(subjectKeys.name, {
      where: givenBefore(fact.stream, fact.logIndex),
      limit: 1_000,
      ...(after === null ? {} : { after }),
    });
    keyIds.push(...page.items.map(({ keyId }) => keyId));
    after = page.next;
  } while (after !== null);
  return keyIds;
}

async function keysOfRedacted({ readStream }: ErasureParts, redaction: Fact): Promise<readonly string[]> {
  if (parseStreamName(redaction.stream)?.category !== 'ticket') return [];
  const facts = await readStream(redaction.stream);
  return facts.flatMap((fact) => (isRedactedBy(fact, redaction) ? keysIn(fact) : []));
}
