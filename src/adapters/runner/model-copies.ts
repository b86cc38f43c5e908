import type { Documents } from '../../projections/kernel/documents.port';
import type { Projection } from '../../projections/kernel/projection';
import type { ReadModels } from '../../projections/kernel/read-models';
import { CopyNotReady, CopyOutdated } from '../desk/reporting/model-copies.port';
import type { CopiedDocument, CopyPart, ModelCopies } from '../desk/reporting/model-copies.port';
import type { EventStore } from '../eventstore/event-store.port';
import { factsUpTo } from '../eventstore/event-store.port';
import { findLive } from './live';
import { factFilter } from './projection-worker';
import { SharedBatch, type FactReader } from './shared-batch';

export interface ModelCopiesParts {
  readonly read: Pick<Documents, 'get' | 'getMany' | 'find' | 'checkpoint'>;
  readonly store: Pick<EventStore, 'readAll' | 'countedTo' | 'logIndexOf'>;
  readonly reader: FactReader;
  readonly models: () => Pick<ReadModels, 'status'>;
}

/** The content of `next`. */
interface Mark {
  readonly form: string;
  readonly generation: string;
  /** Null if the copy contains no fact. */
  readonly position: string | null;
}

interface Source {
  readonly projection: Projection;
  readonly collection: string;
  /** Collection and generation, which a rebuild and a restored backup change. */
  readonly generation: string;
}

const atOnce = 500;

/**
 * A fact names the documents that it changes (`Projection.keys`), so what changed since a position follows from the facts after it:
 * no store needs an index of changes, or a trace of what was deleted.
 */
export function modelCopies(parts: ModelCopiesParts, projections: readonly Projection[]): ModelCopies {
  return {
    async read({ projection: name, form, after }) {
      const source = await sourceOf(
        parts,
        projections.find((one) => one.name === name),
      );
      const mark = after === null ? null : readMark(after);
      if (mark !== null && !(await continues(parts, source, { mark, form }))) throw new CopyOutdated();
      return copy(parts, source, { form, mark });
    },
  };
}

/** @throws {CopyNotReady} */
async function sourceOf({ read, models }: ModelCopiesParts, projection: Projection | undefined): Promise<Source> {
  if (projection === undefined) throw new CopyNotReady();
  const status = (await models().status()).find(({ name }) => name === projection.name);
  const live = await findLive(read, projection.name);
  if (live?.version !== projection.version || status?.state === 'stopped') throw new CopyNotReady();
  return { projection, collection: live.collection, generation: `${live.collection} ${live.generation ?? ''}` };
}

/** A position beyond the read model is one of a log that was set back. */
async function continues(
  { read }: ModelCopiesParts,
  { collection, generation }: Source,
  { mark, form }: { readonly mark: Mark; readonly form: string },
): Promise<boolean> {
  const reached = await positionOf(read, collection);
  return mark.form === form && mark.generation === generation && (mark.position ?? '') <= (reached ?? '');
}

async function* copy(
  parts: ModelCopiesParts,
  source: Source,
  { form, mark }: { readonly form: string; readonly mark: Mark | null },
): AsyncGenerator<CopyPart> {
  const { read, store } = parts;
  let reached = mark === null ? await positionOf(read, source.collection) : mark.position;
  if (mark === null) yield* everything(read, source);
  // Ends when the read model stood still since the documents were read, so the copy is its content at that position.
  for (;;) {
    const target = await positionOf(read, source.collection);
    if (target === reached || target === null) break;
    yield* changes(parts, source, { after: reached, upTo: target });
    reached = target;
  }
  if ((await sourceOf(parts, source.projection)).generation !== source.generation) throw new CopyOutdated();
  const next = markText({ form, generation: source.generation, position: reached });
  yield { end: { index: await factsUpTo(store, reached), next } };
}

async function* everything(read: ModelCopiesParts['read'], { collection }: Source): AsyncGenerator<CopyPart> {
  let after: string | null | undefined;
  do {
    const page = await read.find(collection, { where: [], limit: atOnce, ...(typeof after === 'string' && { after }) });
    yield { documents: page.items.map((document) => ({ id: document._id, document })) };
    after = page.next;
  } while (after !== null);
}

async function* changes(
  { read, store, reader }: ModelCopiesParts,
  { projection, collection }: Source,
  { after, upTo }: { readonly after: string | null; readonly upTo: string },
): AsyncGenerator<CopyPart> {
  let position = after;
  while (position === null || position < upTo) {
    const batch = (await store.readAll(position, atOnce)).filter((fact) => fact.position <= upTo);
    const last = batch.at(-1);
    if (last === undefined) return;
    const ids = changedBy(projection, new SharedBatch(batch, reader));
    const found = await read.getMany(collection, ids);
    if (ids.length > 0) yield { documents: ids.map((id): CopiedDocument => ({ id, document: found.get(id) ?? null })) };
    position = last.position;
  }
}

/** Ids of the documents that the facts of a batch may change. The projection passes over damaged facts as well. */
function changedBy(projection: Projection, batch: SharedBatch): readonly string[] {
  const handles = factFilter(projection);
  const ids = new Set<string>();
  for (let i = 0; i < batch.stored.length; i++) {
    if (!handles(batch, i)) continue;
    try {
      const fact = batch.fact(i);
      if (fact.audience === 'staff' && projection.audience === 'everyone') continue;
      for (const id of projection.keys(fact)) ids.add(id);
    } catch (error) {
      if (!batch.isDamaged(error)) throw error;
    }
  }
  return [...ids];
}

async function positionOf(read: ModelCopiesParts['read'], collection: string): Promise<string | null> {
  return (await read.checkpoint(collection))?.position ?? null;
}

function markText(mark: Mark): string {
  return Buffer.from(JSON.stringify(mark)).toString('base64url');
}

/** @throws {CopyOutdated} when this server did not make it */
function readMark(text: string): Mark {
  try {
    const { form, generation, position } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Partial<Mark>;
    if (typeof form === 'string' && typeof generation === 'string' && (position === null || typeof position === 'string'))
      return { form, generation, position };
  } catch {
    // reported below
  }
  throw new CopyOutdated();
}
