import type { Document, Documents } from '../../projections/kernel/documents.port';
import type { StoredFact, StreamDamage } from '../eventstore/event-store.port';
import { reasonOf } from './back-off';

export const damagedSpec = { name: 'damaged-streams', indexes: [] };
const mostShown = 1_000;

/** The first fact of a stream that no read model could read. */
interface DamagedStream extends Document {
  readonly revision: number;
  readonly type: string;
  readonly why: string;
}

type Store = Pick<Documents, 'prepare' | 'find' | 'write'>;

/** Streams with facts that were altered, or that are not facts. Read models pass over these facts and go on. */
export class DamagedStreams {
  private readonly known = new Map<string, DamagedStream>();
  private unsaved: DamagedStream[] = [];

  constructor(private readonly documents: Store) {}

  async open(): Promise<void> {
    await this.documents.prepare(damagedSpec);
    for (const one of await stored(this.documents)) this.known.set(one._id, one);
  }

  has(stream: string): boolean {
    return this.known.has(stream);
  }

  note({ stream, revision, type }: StoredFact, error: unknown): void {
    if (this.known.has(stream)) return;
    const damaged: DamagedStream = { _id: stream, revision, type, why: reasonOf(error) };
    this.known.set(stream, damaged);
    this.unsaved.push(damaged);
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
    const gone = [...this.known.keys()];
    this.known.clear();
    await this.documents.write(gone.map((id) => ({ collection: damagedSpec.name, id, document: null })));
  }
}

/** For reports. Empty where no read model has looked yet. */
export async function damagedStreams(documents: Pick<Documents, 'collections' | 'find'>): Promise<readonly StreamDamage[]> {
  if (!(await documents.collections()).includes(damagedSpec.name)) return [];
  return (await stored(documents)).map(({ _id, revision, type, why }) => ({
    stream: _id,
    what: `has at revision ${revision} (${type}) something that is no fact of Docket as it was recorded: ${why}. Read models pass over it`,
  }));
}

async function stored(documents: Pick<Documents, 'find'>): Promise<readonly DamagedStream[]> {
  return (await documents.find<DamagedStream>(damagedSpec.name, { where: [], limit: mostShown })).items;
}
