import type { Document, Documents } from '../../projections/kernel/documents.port';
import type { EventStore, StoredFact, StreamDamage } from '../eventstore/event-store.port';
import { readSettlements, settleCommand, settlementOf } from '../eventstore/settlements';
import { reasonOf } from './back-off';

export const damagedSpec = { name: 'damaged-streams', indexes: [] };
const mostShown = 1_000;
/** More of one stream are passed over, but not named. */
const mostOfStream = 20;

/** A fact that no read model could read, by stream and revision. */
interface DamagedFact extends Document {
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly why: string;
}

type Store = Pick<Documents, 'prepare' | 'find' | 'write'>;

/** Streams with facts that were altered, or that are not facts. Read models pass over these facts and go on. */
export class DamagedStreams {
  private readonly known = new Map<string, ReadonlySet<number>>();
  private unsaved: DamagedFact[] = [];

  constructor(private readonly documents: Store) {}

  async open(): Promise<void> {
    await this.documents.prepare(damagedSpec);
    for (const { stream, revision } of await stored(this.documents)) this.remember(stream, revision);
  }

  has(stream: string): boolean {
    return this.known.has(stream);
  }

  note({ stream, revision, type }: StoredFact, error: unknown): void {
    const known = this.known.get(stream) ?? none;
    if (known.has(revision) || known.size >= mostOfStream) return;
    this.remember(stream, revision);
    this.unsaved.push({ _id: idOf(stream, revision), stream, revision, type, why: reasonOf(error) });
  }

  private remember(stream: string, revision: number): void {
    this.known.set(stream, new Set([...(this.known.get(stream) ?? none), revision]));
  }

  /** Before the batch in which they were found, so that none is forgotten. */
  async save(): Promise<void> {
    if (this.unsaved.length === 0) return;
    const writes = this.unsaved.map((document) => ({ collection: damagedSpec.name, id: document._id, document }));
    await this.documents.write(writes);
    this.unsaved = [];
  }

  /** Before every fact is read again: the log may have been repaired. */
  async forget(): Promise<void> {
    const gone = [...this.known].flatMap(([stream, revisions]) => [...revisions].map((revision) => idOf(stream, revision)));
    this.known.clear();
    await this.documents.write(gone.map((id) => ({ collection: damagedSpec.name, id, document: null })));
  }
}

const none: ReadonlySet<number> = new Set();

function idOf(stream: string, revision: number): string {
  return `${stream}/${revision}`;
}

/** For reports, without what an operator settled. Empty where no read model has looked yet. */
export async function damagedStreams(
  documents: Pick<Documents, 'collections' | 'find'>,
  log: Pick<EventStore, 'readStream'>,
): Promise<readonly StreamDamage[]> {
  if (!(await documents.collections()).includes(damagedSpec.name)) return [];
  const found = await stored(documents);
  const open = found.length === 0 ? found : await withoutSettled(found, log);
  return open.map(({ stream, revision, type, why }) => ({
    ...{ stream, revision },
    what:
      `has at revision ${revision} (${type}) something that is no fact of Docket as it was recorded: ${why}. Read models pass over it, and ` +
      `commands are refused. Restore the log from a backup of before, or accept it: ${settleCommand({ stream, revision })}`,
  }));
}

async function withoutSettled(
  found: readonly DamagedFact[],
  log: Pick<EventStore, 'readStream'>,
): Promise<readonly DamagedFact[]> {
  const settlements = await readSettlements(log);
  if (settlements.size === 0) return found;
  const open: DamagedFact[] = [];
  for (const one of found) if (!(await isSettled(one))) open.push(one);
  return open;

  async function isSettled({ stream, revision }: DamagedFact): Promise<boolean> {
    if (!settlements.has(idOf(stream, revision))) return false;
    const [now] = await log.readStream(stream, { from: revision, limit: 1 });
    return now !== undefined && settlementOf(settlements, now) !== null;
  }
}

async function stored(documents: Pick<Documents, 'find'>): Promise<readonly DamagedFact[]> {
  return (await documents.find<DamagedFact>(damagedSpec.name, { where: [], limit: mostShown })).items;
}
