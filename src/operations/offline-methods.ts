import { contentsOf } from '../adapters/backup/contents-of-stores';
import { openBackup } from '../adapters/backup/restore';
import { transfer } from '../adapters/backup/transfer';
import type { OfflineMethods } from '../adapters/control/control.port';
import { systemClock } from '../adapters/system/system';
import { checkSourceExists, parseAddresses, withoutPasswords } from './addresses';
import type { Config } from '../config';
import { readersOf, serversOf } from '../compose/docket';
import { transferOptions, timed, useAndClose, type TransferContext } from './transfer-context';
import { restore } from './restore';
import { checkTogether, openDatabases, type Databases } from '../compose/stores';

/** Methods of the scripts that need exclusive access. */
export function offlineMethods(config: Config): OfflineMethods {
  return {
    restore: async (order, progress, signal) => {
      const opened = await openBackup({ ...order, signal, now: systemClock.now() });
      return useAndClose(opened, (backup) =>
        timed(async () => ({ ...(await restore(backup, { config, progress, signal })), madeAt: backup.madeAt })),
      );
    },
    copy: async ({ from, to }, progress, signal) => {
      const place = (addresses: readonly string[]): Config => ({ ...config, ...parseAddresses(addresses, callerFolder()) });
      const [source, target] = [place(from), place(to)];
      checkSourceExists(source);
      return useAndClose(await openDatabases(source.DATA_DIR, { servers: serversOf(source) }), (filled) =>
        timed(async () => ({ ...(await copy(filled, target, { progress, signal })), to: withoutPasswords(to) })),
      );
    },
  };
}

const callerFolder = (): string => process.env['INIT_CWD'] ?? process.cwd();

async function copy(source: Databases, place: Config, how: TransferContext) {
  await checkTogether(source);
  return useAndClose(await openDatabases(place.DATA_DIR, { logId: source.log.logId, servers: serversOf(place) }), (target) =>
    transfer(contentsOf(source, readersOf.all), target, transferOptions(target, how)),
  );
}
