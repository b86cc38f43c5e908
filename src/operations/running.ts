import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Operations, StoredFile } from '../adapters/desk/operations/operations.port';
import { freeBytes } from '../adapters/ops/health';
import { parkedSpec, type Parked } from '../adapters/runner/parked';
import type { Docket } from '../compose/docket';
import { version } from './version';

const mostParked = 100;
const mostAttachments = 50_000;
const attachmentsFolder = 'files';

/** What the page of operations shows and does, over the same parts as the operator's scripts. */
export function operationsOf({ stores, runner, tokens, signIn, clock }: Docket): Operations {
  const { log, ops, read, folder } = stores;
  const startedAt = clock.now();
  return {
    readModels: async () => {
      const facts = log.logIndexOf(await log.head());
      return runner.status().map((one) => ({ ...one, behind: Math.max(0, facts - log.logIndexOf(one.position)) }));
    },
    installation: async () => {
      const [files, attachments] = await Promise.all([filesIn(folder.path), attachmentsIn(join(folder.path, attachmentsFolder))]);
      return {
        ...{ version, startedAt, files, attachments, dataFolder: folder.path },
        ...{ log: log.description, documents: read.description, facts: log.logIndexOf(await log.head()) },
        freeBytes: await freeBytes(folder.path),
        failures: [...runner.failures()],
      };
    },
    parked: async () => {
      const { items } = await ops.find<Parked>(parkedSpec.name, { where: [], sort: [{ field: 'at' }], limit: mostParked });
      return { items, count: await ops.count(parkedSpec.name, []) };
    },
    retryParked: async () => {
      const { done, left } = await runner.retryParked(() => undefined, new AbortController().signal);
      return { done, left: left.length };
    },
    tokens: () => tokens.list(null),
    revokeToken: (id) => tokens.revoke(null, id),
    sessions: () => signIn.sessions.newest(),
    endSession: (user, id) => signIn.sessions.end(user, id),
  };
}

/** Databases and what belongs to them, the largest first. */
async function filesIn(folder: string): Promise<readonly StoredFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const sizes = await Promise.all(files.map(async (name) => ({ name, bytes: await bytesOf(join(folder, name)) })));
  return sizes.sort((a, b) => b.bytes - a.bytes);
}

/** None where a server keeps them. Of very many, the first: a page is no audit of the disk. */
async function attachmentsIn(folder: string): Promise<{ readonly count: number; readonly bytes: number }> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  let bytes = 0;
  for (const { parentPath, name } of files.slice(0, mostAttachments)) bytes += await bytesOf(join(parentPath, name));
  return { count: files.length, bytes };
}

/** A file may be gone by the time it is looked at. */
async function bytesOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
