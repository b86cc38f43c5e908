import { LRUCache } from 'lru-cache';
import type { Document, Documents, Positioned, Write } from '../../projections/kernel/documents.port';

/** Tickets that are being worked on come again in the next batches; some megabytes a projection. */
const mostKept = 2_000;

/** The documents of one collection for its only writer: those it read or wrote lately are not read again. */
export class KnownDocuments {
  private readonly recent = new LRUCache<string, Positioned<Document>>({ max: mostKept });

  constructor(
    private readonly documents: Pick<Documents, 'getPositioned'>,
    private readonly collection: string,
  ) {}

  /** Missing ids are missing in the map. */
  async read(ids: readonly string[]): Promise<ReadonlyMap<string, Positioned<Document>>> {
    const known = new Map<string, Positioned<Document>>();
    const missing: string[] = [];
    for (const id of ids) {
      const one = this.recent.get(id);
      if (one === undefined) missing.push(id);
      else known.set(id, one);
    }
    if (missing.length === 0) return known;
    const stored = await this.documents.getPositioned(this.collection, missing);
    for (const [id, one] of stored) known.set(id, one);
    return known;
  }

  /** These are in the store now. What is new there is not kept: most of it is lines that nobody touches again. */
  wrote(writes: readonly Write[], position: string): void {
    for (const { id, document, over } of writes) {
      if (document === null) this.recent.delete(id);
      else if (over !== null) this.recent.set(id, { document, position });
    }
  }

  forget(): void {
    this.recent.clear();
  }
}
