import { contentsOf } from '../adapters/backup/contents-of-stores';
import { openBackup } from '../adapters/backup/restore';
import { transfer } from '../adapters/backup/transfer';
import type { AloneMethods } from '../adapters/control/control.port';
import { systemClock } from '../adapters/system/system';
import { mustBeThere, placeAt, shown } from './addresses';
import type { Config } from '../config';
import { readersOf, serversOf } from '../compose/docket';
import { moving, timed, using, type Moving } from './moving';
import { restore } from './restoring';
import { checkTogether, openDatabases, type Databases } from '../compose/stores';

/** What the scripts do that make an installation or read one whole. */
export function aloneMethods(config: Config): AloneMethods {
  return {
    restore: async (order, progress, signal) => {
      const opened = await openBackup({ ...order, signal, now: systemClock.now() });
      return using(opened, (backup) =>
        timed(async () => ({ ...(await restore(backup, { config, progress, signal })), madeAt: backup.madeAt })),
      );
    },
    copy: async ({ from, to }, progress, signal) => {
      const place = (addresses: readonly string[]): Config => ({ ...config, ...placeAt(addresses, standing()) });
      const [source, target] = [place(from), place(to)];
      mustBeThere(source);
      return using(await openDatabases(source.DATA_DIR, { servers: serversOf(source) }), (filled) =>
        timed(async () => ({ ...(await copy(filled, target, { progress, signal })), to: shown(to) })),
      );
    },
  };
}

const standing = (): string => process.env['INIT_CWD'] ?? process.cwd();

async function copy(source: Databases, place: Config, how: Moving) {
  await checkTogether(source);
  return using(await openDatabases(place.DATA_DIR, { logId: source.log.logId, servers: serversOf(place) }), (target) =>
    transfer(contentsOf(source, readersOf.all), target, moving(target, how)),
  );
}
