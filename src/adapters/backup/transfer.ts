import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Documents } from '../../projections/kernel/documents.port';
import type { EventStore, StoredFact } from '../eventstore/event-store.port';
import { BackupRefused, bindingName, type Contents, type Installation, type StateDocument } from './contents.port';
import { differentFacts, FactCopier, mustBeEqual, type TransferOptions } from './fact-copier';

export type { TransferOptions };

export interface TransferReport {
  readonly facts: number;
  /** Facts that an earlier, unfinished run had already copied. */
  readonly already: number;
  readonly files: number;
  /** Files that facts name but the source no longer has. */
  readonly filesMissing: number;
  readonly documents: number;
  readonly keys: number;
  /** SHA-256 over every fact's hash in log order. Equal logs have equal proofs. */
  readonly proof: string;
}

/**
 * Copies everything into an empty or partly copied installation: facts in log order, which keeps their log indexes, and keys last.
 * Can be resumed after a crash. Until it ends, the target refuses to start, because its facts lack their keys.
 * @throws {BackupRefused} the target was started before or has other facts; nothing was changed
 */
export async function transfer(from: Contents, to: Installation, options: TransferOptions): Promise<TransferReport> {
  await checkTarget(from, to);
  const readers = await from.readers();
  const facts = new FactCopier(from, to.log, options);
  await facts.copy();
  const files = await copyFiles(from, facts.files, to, options);
  const documents = await copyDocuments(from.ops(), to.ops, (one) => withTargetPosition(one, to.log));
  const positions = await positionsOf(
    readers.map(({ logIndex }) => logIndex),
    to.log,
  );
  await to.ops.write([], {
    checkpoints: readers.map(({ name, logIndex }) => ({ name, position: positions.get(logIndex) ?? '' })),
  });
  const keys = await copyDocuments(from.keys(), to.keys, (one) => Promise.resolve(one));
  const proof = await proveEqual(from, to.log, options.signal);
  return { facts: facts.seen, already: facts.already, ...files, documents, keys, proof };
}

/**
 * Checks what can be checked before anything is copied.
 * @throws {BackupRefused} the target cannot be used
 */
export async function checkTarget(from: Contents, { log, keys, blobs }: Installation): Promise<void> {
  // The first start binds the keys to their log. After it, keys may have been destroyed and tokens revoked, which must not come back.
  if ((await keys.collections()).includes(bindingName)) throw unusableTarget('has been started as an installation of its own');
  const bound = await blobs.boundTo();
  if (bound !== null && bound !== log.logId) throw unusableTarget(`has the files of another installation (${blobs.description})`);
  const [there] = await log.readAll(null, 1);
  if (there === undefined) return;
  for await (const [first] of from.facts()) {
    mustBeEqual(first, there);
    return;
  }
}

function unusableTarget(why: string): BackupRefused {
  return new BackupRefused(
    `The target ${why}. Nothing was changed. Choose an empty target, or one that an unfinished run of this source has filled.`,
  );
}

async function copyFiles(
  from: Contents,
  names: ReadonlySet<string>,
  { blobs, log }: Installation,
  { onProgress, signal }: TransferOptions,
) {
  await blobs.bind(log.logId);
  let [files, filesMissing] = [0, 0];
  for (const sha256 of names) {
    signal.throwIfAborted();
    const content = (await blobs.size(sha256)) === null ? await from.blob(sha256) : 'there';
    if (content === null) filesMissing++;
    else files++;
    if (content !== null && content !== 'there' && (await blobs.put(content)).sha256 !== sha256) throw damagedFile(sha256);
    onProgress(files + filesMissing, names.size, 'files');
  }
  return { files, filesMissing };
}

function damagedFile(sha256: string): BackupRefused {
  return new BackupRefused(`The file ${sha256} is damaged in the source. Restore it from another backup, then try again.`);
}

async function copyDocuments(
  pages: AsyncIterable<readonly StateDocument[]>,
  to: Documents,
  adapt: (one: StateDocument) => Promise<StateDocument>,
): Promise<number> {
  // An earlier, unfinished run may have copied documents that the source no longer has.
  for (const collection of await to.collections()) await to.drop(collection);
  const prepared = new Set<string>();
  let count = 0;
  for await (const page of pages) {
    for (const { collection } of page) {
      // Indexes are created by the code that uses the collection.
      if (!prepared.has(collection)) await to.prepare({ name: collection, indexes: [] });
      prepared.add(collection);
    }
    const documents = await Promise.all(page.map(adapt));
    await to.write(documents.map(({ collection, document }) => ({ collection, id: document._id, document })));
    count += page.length;
  }
  return count;
}

/** Parked facts refer to a position, which differs in the target store. */
async function withTargetPosition(one: StateDocument, log: EventStore): Promise<StateDocument> {
  const { stream, revision, position } = one.document;
  if (typeof stream !== 'string' || typeof revision !== 'number' || typeof position !== 'string') return one;
  const [fact] = await log.readStream(stream, { from: revision, limit: 1 });
  return fact === undefined ? one : { ...one, document: { ...one.document, position: fact.position } };
}

const pageSize = 1_000;

/** Finds the positions in the target by reading its log. */
async function positionsOf(logIndexes: readonly number[], log: EventStore): Promise<ReadonlyMap<number, string>> {
  const wanted = new Set(logIndexes.filter((logIndex) => logIndex > 0));
  const found = new Map<number, string>();
  let after: string | null = null;
  while (found.size < wanted.size) {
    const page: readonly StoredFact[] = await log.readAll(after, pageSize);
    if (page.length === 0) break;
    for (const { logIndex, position } of page) if (wanted.has(logIndex)) found.set(logIndex, position);
    after = page.at(-1)?.position ?? after;
  }
  return found;
}

/** Reads both logs completely. @throws {BackupRefused} they differ */
async function proveEqual(from: Contents, log: EventStore, signal: AbortSignal): Promise<string> {
  const proof = createHash('sha256');
  let after: string | null = null;
  for await (const page of from.facts()) {
    // Embedded logs are read synchronously. Without this, Ctrl-C would have no effect.
    await nextTurn();
    signal.throwIfAborted();
    const there: readonly StoredFact[] = await log.readAll(after, page.length);
    if (there.length < page.length) throw differentFacts(page[there.length]?.logIndex ?? 0);
    there.forEach((fact, i) => mustBeEqual(page[i], fact));
    for (const { hash } of there) proof.update(hash, 'hex');
    after = there.at(-1)?.position ?? after;
  }
  return proof.digest('hex');
}
