import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BackupRefused } from '../adapters/backup/contents.port';
import { embedded, type Config } from '../config';

type Place = Pick<Config, 'DATA_DIR' | 'EVENTSTORE_URL' | 'MONGODB_URL'>;

const forms = [
  {
    scheme: /^sqlite:(?!\/\/)(.+)$/,
    means: (found: string, from: string) => ({ DATA_DIR: resolve(from, found), EVENTSTORE_URL: embedded, MONGODB_URL: embedded }),
  },
  { scheme: /^files:(?!\/\/)(.+)$/, means: (found: string, from: string) => ({ DATA_DIR: resolve(from, found) }) },
  { scheme: /^(mongodb(?:\+srv)?:\/\/.+)$/, means: (found: string) => ({ MONGODB_URL: found }) },
  // KurrentDB is EventStoreDB's newer name; the client knows the older one's scheme only.
  {
    scheme: /^(?:esdb|kurrentdb)((?:\+discover)?:\/\/.+)$/,
    means: (found: string) => ({ EVENTSTORE_URL: `esdb${found}` }),
  },
] as const;

/**
 * Where an installation is, from the words of `npm run copy`; `from`: the folder that relative ones start at.
 * @throws {BackupRefused} which of them cannot be understood, or what is missing
 */
export function placeAt(addresses: readonly string[], from: string): Place {
  const place = addresses.reduce<Partial<Place>>((soFar, address) => ({ ...soFar, ...partAt(address, from) }), {});
  const { DATA_DIR, EVENTSTORE_URL = embedded, MONGODB_URL = embedded } = place;
  if (DATA_DIR === undefined) {
    throw new BackupRefused(
      `${shown(addresses)} names no folder. Add files:<folder>: the folder of the lock, and of what no server keeps.`,
    );
  }
  return { DATA_DIR, EVENTSTORE_URL, MONGODB_URL };
}

function partAt(address: string, from: string): Partial<Place> {
  for (const { scheme, means } of forms) {
    const found = scheme.exec(address)?.[1];
    if (found !== undefined) return means(found, from);
  }
  throw new BackupRefused(
    `${shown([address])} is no place that is known. Say sqlite:<folder>, or esdb://…, mongodb://… and files:<folder>.`,
  );
}

/** What is copied must be there: opening it would make it. @throws {BackupRefused} */
export function mustBeThere({ DATA_DIR, EVENTSTORE_URL }: Place): void {
  if (EVENTSTORE_URL === embedded && !existsSync(join(DATA_DIR, 'log.db'))) {
    throw new BackupRefused(`There is no log in ${DATA_DIR}. Say where the one to be copied is.`);
  }
}

/** For people: addresses may hold passwords. */
export function shown(addresses: readonly string[]): string {
  return addresses.map((address) => address.replace(/\/\/[^@/]*@/, '//…@')).join(' ');
}
