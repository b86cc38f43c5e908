import { LRUCache } from 'lru-cache';
import type { Document, Documents, Positioned, Write } from '../../projections/kernel/documents.port';

/** Covers tickets in active work. Takes some megabytes per projection. */
const maxCached = 2_000;

/** Caches the documents of one collection for its only writer. */
export class DocumentCache {
  private readonly recent = new LRUCache<string, Positioned<Document>>({ max: maxCached });

  constructor(
    private readonly documents: Pick<Documents, 'getPositioned'>,
    private readonly collection: string,
  ) {}

  /** Unknown ids are absent from the map. */
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

  /** Updates the cache after a write. New documents are not cached, because most are never touched again. */
  update(writes: readonly Write[], position: string): void {
    for (const { id, document, over } of writes) {
      if (document === null) this.recent.delete(id);
      else if (over !== null) this.recent.set(id, { document, position });
    }
  }

  clear(): void {
    this.recent.clear();
  }
}
