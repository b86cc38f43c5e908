import type { StoredFact } from '../eventstore/event-store.port';
import { factsFolder, filesFolder, keysName, opsName, type KeysManifest, type LogManifest } from './archive';
import type { Archive } from './archive-reader';
import type { Contents, StateDocument } from './contents.port';

const linesPerPage = 1_000;

/** The contents of two archives of one log, like those of a running installation. */
export function contentsOfArchives(log: Archive<LogManifest>, keys: Archive<KeysManifest>): Contents {
  const { manifest } = log;
  const pages = manifest.entries
    .map(({ name }) => name)
    .filter((name) => name.startsWith(factsFolder))
    .sort();
  return {
    logId: manifest.logId,
    readers: () => Promise.resolve(manifest.readers),
    ops: () => inPages<StateDocument>(log.lines(opsName)),
    count: () => Promise.resolve(manifest.facts),
    facts: async function* () {
      for (const name of pages) yield* inPages<StoredFact>(log.lines(name));
    },
    blob: (sha256) => log.read(`${filesFolder}${sha256}`),
    keys: () => inPages<StateDocument>(keys.lines(keysName)),
  };
}

async function* inPages<T>(lines: AsyncIterable<string>): AsyncIterable<readonly T[]> {
  let page: T[] = [];
  for await (const line of lines) {
    page.push(JSON.parse(line) as T);
    if (page.length < linesPerPage) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
