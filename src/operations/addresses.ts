import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BackupRefused } from '../adapters/backup/contents.port';
import { embedded, type Config } from '../config';

type InstallationAddress = Pick<Config, 'DATA_DIR' | 'EVENTSTORE_URL' | 'MONGODB_URL'>;

const schemes = [
  {
    scheme: /^sqlite:(?!\/\/)(.+)$/,
    means: (found: string, from: string) => ({ DATA_DIR: resolve(from, found), EVENTSTORE_URL: embedded, MONGODB_URL: embedded }),
  },
  { scheme: /^files:(?!\/\/)(.+)$/, means: (found: string, from: string) => ({ DATA_DIR: resolve(from, found) }) },
  { scheme: /^(mongodb(?:\+srv)?:\/\/.+)$/, means: (found: string) => ({ MONGODB_URL: found }) },
  // KurrentDB is the newer name of EventStoreDB. The client knows the older scheme only.
  {
    scheme: /^(?:esdb|kurrentdb)((?:\+discover)?:\/\/.+)$/,
    means: (found: string) => ({ EVENTSTORE_URL: `esdb${found}` }),
  },
] as const;

/**
 * Parses the addresses of `npm run copy`. Relative folders start at `from`.
 * @throws {BackupRefused} an address is invalid or missing
 */
export function parseAddresses(addresses: readonly string[], from: string): InstallationAddress {
  const place = addresses.reduce<Partial<InstallationAddress>>(
    (soFar, address) => ({ ...soFar, ...parseAddress(address, from) }),
    {},
  );
  const { DATA_DIR, EVENTSTORE_URL = embedded, MONGODB_URL = embedded } = place;
  if (DATA_DIR === undefined) {
    throw new BackupRefused(
      `${withoutPasswords(addresses)} contains no folder. Add files:<folder> for the lock and for everything that is not on a server.`,
    );
  }
  return { DATA_DIR, EVENTSTORE_URL, MONGODB_URL };
}

function parseAddress(address: string, from: string): Partial<InstallationAddress> {
  for (const { scheme, means } of schemes) {
    const found = scheme.exec(address)?.[1];
    if (found !== undefined) return means(found, from);
  }
  throw new BackupRefused(
    `${withoutPasswords([address])} is not a known address. Use sqlite:<folder>, or esdb://…, mongodb://… and files:<folder>.`,
  );
}

/** Opening a missing source would create it. @throws {BackupRefused} */
export function checkSourceExists({ DATA_DIR, EVENTSTORE_URL }: InstallationAddress): void {
  if (EVENTSTORE_URL === embedded && !existsSync(join(DATA_DIR, 'log.db'))) {
    throw new BackupRefused(`There is no log in ${DATA_DIR}. Check --from.`);
  }
}

/** Hides passwords, for messages. */
export function withoutPasswords(addresses: readonly string[]): string {
  return addresses.map((address) => address.replace(/\/\/[^@/]*@/, '//…@')).join(' ');
}
