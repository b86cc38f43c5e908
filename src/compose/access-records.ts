import type { AccessLog, AccessRecorder } from '../adapters/access-log/access-log.port';
import { openAccessLog } from '../adapters/access-log/documents.access-log';
import { accessRecorder } from '../adapters/access-log/recorder';
import { resolving, type ResolveParts } from '../adapters/access-log/resolve';
import type { KeyRing } from '../adapters/keys/key-ring.port';
import type { Clock, Ids } from '../adapters/system/clock.port';
import { day, hour, plus } from '../domain/kernel/instant';
import type { Documents } from '../projections/kernel/documents.port';
import type { ReadModels } from '../projections/kernel/read-models';

export interface AccessRecords {
  readonly log: AccessLog;
  readonly recorder: AccessRecorder;
  close(): Promise<void>;
}

export interface AccessRecordsParts {
  readonly ops: Documents;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keyRing: Pick<KeyRing, 'secret'>;
  readonly exclusive: boolean;
  readonly models: Pick<ReadModels, 'find' | 'getMany'>;
  readonly tokenIds: ResolveParts['tokenIds'];
  /** How long entries are kept. */
  readonly days: number;
  readonly onFailure?: ((who: string, error: unknown) => void) | undefined;
}

const removeEveryMs = 6 * hour;

/** The access log, its recorder, and the removal of expired entries. */
export async function openAccessRecords(parts: AccessRecordsParts): Promise<AccessRecords> {
  const { ops, clock, ids, keyRing, exclusive, models, tokenIds, days, onFailure } = parts;
  const log = await openAccessLog({ documents: ops, clock, ids, exclusive, secret: keyRing.secret('access-log') });
  const failed = (error: unknown): void => onFailure?.('access log', error);
  const recorder = accessRecorder({ log, resolve: resolving({ models, tokenIds }), clock, onFailure: failed });
  const remove = async (): Promise<void> => {
    const gone = await log.removeBefore(plus(clock.now(), -days * day));
    if (gone > 0) recorder.record({ kind: 'entries-removed', detail: String(gone) });
  };
  let removing = remove().catch(failed);
  const removeAgain = (): void => {
    removing = remove().catch(failed);
  };
  const timer = setInterval(removeAgain, removeEveryMs).unref();
  return {
    ...{ log, recorder },
    close: async () => {
      clearInterval(timer);
      await removing;
      await recorder.close();
    },
  };
}
