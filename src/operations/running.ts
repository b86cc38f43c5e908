import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Operations, StoredFile, UnreadableFact } from '../adapters/desk/operations/operations.port';
import { factsUpTo, type StreamDamage } from '../adapters/eventstore/event-store.port';
import { freeBytes } from '../adapters/ops/health';
import { inBackground } from '../adapters/ops/in-background';
import { parkedSpec, type Parked } from '../adapters/runner/parked';
import { damagesIn } from '../compose/damages';
import type { Docket } from '../compose/docket';
import { settleFact } from './settle';
import { version } from './version';

const mostParked = 100;
const patienceMs = 300;

/** The operations page, over the same parts as the operator's scripts. */
export function operationsOf(docket: Docket): Operations {
  const { stores, runner, tokens, signIn, clock } = docket;
  const { log, ops, read, folder, blobs } = stores;
  const startedAt = clock.now();
  const attachmentsNow = inBackground({ count: () => blobs.totals(), now: () => clock.now(), patienceMs });
  return {
    readModels: async () => {
      const facts = await factsUpTo(log, await log.head());
      return runner.status().map((one) => ({ ...one, behind: Math.max(0, facts - log.logIndexOf(one.position)) }));
    },
    installation: async () => {
      const [files, attachments] = await Promise.all([filesIn(folder.path), attachmentsNow()]);
      return {
        ...{ version, startedAt, files, attachments, dataFolder: folder.path },
        ...{ log: log.description, documents: read.description, facts: await factsUpTo(log, await log.head()) },
        freeBytes: await freeBytes(folder.path),
        failures: [...runner.failures(), ...(await damagesIn(stores)).flatMap(failureOf)],
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
    unreadable: async () => (await damagesIn(stores)).flatMap(unreadableOf),
    passOver: (actor, stream, revision) => settleFact(docket, actor, { stream, revision }),
    tokens: () => tokens.list(null),
    revokeToken: (id) => tokens.revoke(null, id),
    sessions: () => signIn.sessions.newest(),
    endSession: (user, id) => signIn.sessions.end(user, id),
  };
}

/** Without facts that can be settled, which have a list of their own. */
function failureOf({ stream, what, revision }: StreamDamage): readonly (readonly [string, string])[] {
  return revision === undefined ? [[stream, what]] : [];
}

function unreadableOf({ stream, what, revision }: StreamDamage): readonly UnreadableFact[] {
  return revision === undefined ? [] : [{ stream, revision, what }];
}

/** Databases with their side files, largest first. */
async function filesIn(folder: string): Promise<readonly StoredFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const sizes = await Promise.all(files.map(async (name) => ({ name, bytes: await bytesOf(join(folder, name)) })));
  return sizes.sort((a, b) => b.bytes - a.bytes);
}

/** A file may have been deleted meanwhile. */
async function bytesOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
