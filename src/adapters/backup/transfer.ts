import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Documents } from '../../projections/kernel/documents.port';
import { maxAppendBytes, type EventStore, type StoredFact } from '../eventstore/event-store.port';
import { BackupRefused, bindingName, type Contents, type Installation, type Moved, type StateDocument } from './contents.port';
import { filesNamedIn } from './files-named';

export interface TransferOptions {
  readonly moved: Moved;
  readonly signal: AbortSignal;
  /** Appends on their way at once: more than one only where the store takes them in the order they were sent. */
  readonly atOnce: number;
}

export interface Transferred {
  readonly facts: number;
  /** Of these, how many an earlier, unfinished run had brought. */
  readonly already: number;
  readonly files: number;
  /** Named by facts, but not there any more. */
  readonly filesMissing: number;
  readonly documents: number;
  readonly keys: number;
  /** SHA-256 over every fact's hash in log order: equal for equal logs. */
  readonly proof: string;
}

/**
 * Brings everything into an installation that has nothing, or the beginning of the same: facts in log order, so that their log index stays,
 * keys last. Killed half-way it begins where it ended; until its end the target refuses to start, because its facts lack their keys.
 * @throws {BackupRefused} the target was started before, or has other facts; nothing was changed
 */
export async function transfer(from: Contents, to: Installation, options: TransferOptions): Promise<Transferred> {
  await mustSuit(from, to);
  const readers = await from.readers();
  const facts = new FactMover(from, to.log, options);
  await facts.move();
  const files = await moveFiles(from, facts.files, to, options);
  const documents = await moveDocuments(from.ops(), to.ops, (one) => placed(one, to.log));
  const positions = await positionsOf(
    readers.map(({ logIndex }) => logIndex),
    to.log,
  );
  await to.ops.write([], {
    checkpoints: readers.map(({ name, logIndex }) => ({ name, position: positions.get(logIndex) ?? '' })),
  });
  const keys = await moveDocuments(from.keys(), to.keys, (one) => Promise.resolve(one));
  const proof = await proveEqual(from, to.log, options.signal);
  return { facts: facts.seen, already: facts.already, ...files, documents, keys, proof };
}

/**
 * What can be said before anything is read or brought.
 * @throws {BackupRefused} the target is no place for it
 */
export async function mustSuit(from: Contents, { log, keys, blobs }: Installation): Promise<void> {
  // A start ties the keys to their log. From then on some may have been destroyed, and tokens revoked, that must not come back.
  if ((await keys.collections()).includes(bindingName)) throw unfit('has been started as an installation of its own');
  const bound = await blobs.boundTo();
  if (bound !== null && bound !== log.logId) throw unfit(`has the files of another installation (${blobs.description})`);
  const [there] = await log.readAll(null, 1);
  if (there === undefined) return;
  for await (const [first] of from.facts()) {
    mustBeEqual(first, there);
    return;
  }
}

function unfit(why: string): BackupRefused {
  return new BackupRefused(
    `The target ${why}. Nothing was changed. Choose a target that is empty, or that an unfinished run of this same source has filled.`,
  );
}

class FactMover {
  readonly files = new Set<string>();
  seen = 0;
  already = 0;
  private after: string | null = null;

  constructor(
    private readonly from: Contents,
    private readonly log: EventStore,
    private readonly options: TransferOptions,
  ) {}

  async move(): Promise<void> {
    const total = await this.from.count();
    for await (const page of this.from.facts()) {
      this.options.signal.throwIfAborted();
      await this.bring(page);
      this.seen += page.length;
      for (const file of filesNamedIn(page)) this.files.add(file);
      this.options.moved(this.seen, total, 'facts');
    }
    if ((await this.log.readAll(this.after, 1)).length > 0) throw foreign(this.seen + 1);
  }

  private async bring(page: readonly StoredFact[]): Promise<void> {
    const there = await this.log.readAll(this.after, page.length);
    this.pass(page, there);
    this.already += there.length;
    const missing = page.slice(there.length);
    if (missing.length === 0) return;
    await this.append(missing);
    const brought = await this.log.readAll(this.after, missing.length + 1);
    if (brought.length !== missing.length) throw foreign(this.log.logIndexOf(this.after) + 1);
    this.pass(missing, brought);
  }

  private pass(expected: readonly StoredFact[], found: readonly StoredFact[]): void {
    found.forEach((fact, i) => mustBeEqual(expected[i], fact));
    this.after = found.at(-1)?.position ?? this.after;
  }

  private async append(facts: readonly StoredFact[]): Promise<void> {
    const { atOnce, signal } = this.options;
    const runs = runsOf(facts);
    for (let i = 0; i < runs.length; i += atOnce) {
      signal.throwIfAborted();
      const appends = runs.slice(i, i + atOnce).map((run) => this.log.append(run[0].stream, run[0].revision - 1, run));
      const failed = (await Promise.allSettled(appends)).find((one) => one.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    }
  }
}

type Run = readonly [StoredFact, ...StoredFact[]];

/** Neighbours of one stream, as far as one append takes them. */
function runsOf(facts: readonly StoredFact[]): readonly Run[] {
  const runs: [StoredFact, ...StoredFact[]][] = [];
  let bytes = 0;
  for (const fact of facts) {
    const size = Buffer.byteLength(fact.content) + Buffer.byteLength(fact.facets ?? '');
    const run = runs.at(-1);
    if (run?.[0].stream === fact.stream && bytes + size <= maxAppendBytes) {
      run.push(fact);
      bytes += size;
    } else {
      runs.push([fact]);
      bytes = size;
    }
  }
  return runs;
}

const compared = ['id', 'type', 'stream', 'revision', 'content', 'contentHash', 'hash', 'facets', 'logIndex'] as const;

function mustBeEqual(one: StoredFact | undefined, other: StoredFact): void {
  if (one === undefined || compared.some((member) => one[member] !== other[member])) throw foreign(other.logIndex);
}

function foreign(logIndex: number): BackupRefused {
  return new BackupRefused(
    `The target has other facts: from number ${logIndex} on they are not those of the source. Nothing of them was changed. ` +
      'Choose a target that is empty, or that an unfinished run of this same source has filled.',
  );
}

async function moveFiles(
  from: Contents,
  names: ReadonlySet<string>,
  { blobs, log }: Installation,
  { moved, signal }: TransferOptions,
) {
  await blobs.bind(log.logId);
  let [files, filesMissing] = [0, 0];
  for (const sha256 of names) {
    signal.throwIfAborted();
    const content = (await blobs.size(sha256)) === null ? await from.blob(sha256) : 'there';
    if (content === null) filesMissing++;
    else files++;
    if (content !== null && content !== 'there' && (await blobs.put(content)).sha256 !== sha256) throw damagedFile(sha256);
    moved(files + filesMissing, names.size, 'files');
  }
  return { files, filesMissing };
}

function damagedFile(sha256: string): BackupRefused {
  return new BackupRefused(`The file ${sha256} is damaged in the source. Take it from another backup, then try again.`);
}

async function moveDocuments(
  pages: AsyncIterable<readonly StateDocument[]>,
  to: Documents,
  adapt: (one: StateDocument) => Promise<StateDocument>,
): Promise<number> {
  // What an earlier, unfinished run brought may not be there any more.
  for (const collection of await to.collections()) await to.drop(collection);
  const prepared = new Set<string>();
  let count = 0;
  for await (const page of pages) {
    for (const { collection } of page) {
      // Whoever uses the collection declares its indexes.
      if (!prepared.has(collection)) await to.prepare({ name: collection, indexes: [] });
      prepared.add(collection);
    }
    const documents = await Promise.all(page.map(adapt));
    await to.write(documents.map(({ collection, document }) => ({ collection, id: document._id, document })));
    count += page.length;
  }
  return count;
}

/** A fact that is named by its position (a parked one) has another in another store. */
async function placed(one: StateDocument, log: EventStore): Promise<StateDocument> {
  const { stream, revision, position } = one.document;
  if (typeof stream !== 'string' || typeof revision !== 'number' || typeof position !== 'string') return one;
  const [fact] = await log.readStream(stream, { from: revision, limit: 1 });
  return fact === undefined ? one : { ...one, document: { ...one.document, position: fact.position } };
}

const pageSize = 1_000;

/** Positions are the store's own, so those of a mark are found by reading. */
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

/** Reads both from the first fact to the last. @throws {BackupRefused} they differ */
async function proveEqual(from: Contents, log: EventStore, signal: AbortSignal): Promise<string> {
  const proof = createHash('sha256');
  let after: string | null = null;
  for await (const page of from.facts()) {
    // Two embedded logs are read without waiting for anything: Ctrl-C would not be heard.
    await nextTurn();
    signal.throwIfAborted();
    const there: readonly StoredFact[] = await log.readAll(after, page.length);
    if (there.length < page.length) throw foreign(page[there.length]?.logIndex ?? 0);
    there.forEach((fact, i) => mustBeEqual(page[i], fact));
    for (const { hash } of there) proof.update(hash, 'hex');
    after = there.at(-1)?.position ?? after;
  }
  return proof.digest('hex');
}
