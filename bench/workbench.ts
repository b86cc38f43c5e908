import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Config } from '../src/config';
import { openDocket, type Docket } from '../src/compose/docket';
import type { Actor } from '../src/domain/people/actor';
import { loadActor } from '../src/adapters/world/actor-loader';
import { rootActor } from '../src/adapters/first-start/bootstrap';

/** A temporary folder on this disk. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'docket-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function configOf(folder: string, more: Record<string, string> = {}): Config {
  return readConfig({ DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'error', NODE_ENV: 'production', ...more });
}

export async function withDocket<T>(work: (docket: Docket) => Promise<T>): Promise<T> {
  return inFolder(async (folder) => {
    const docket = await openDocket(configOf(folder));
    try {
      return await work(docket);
    } finally {
      await docket.close();
    }
  });
}

/** The root administrator with every permission, who opens and works on the tickets. */
export async function worker({ loader }: Pick<Docket, 'loader'>): Promise<Actor> {
  return (await loadActor(loader, rootActor.user)) ?? rootActor;
}
