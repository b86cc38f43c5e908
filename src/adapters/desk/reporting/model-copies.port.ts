import type { Document } from '../../../projections/kernel/documents.port';

/** A document of a read model, or null where it was deleted. */
export interface CopiedDocument {
  readonly id: string;
  readonly document: Document | null;
}

export interface CopyWish {
  /** Name of the projection. */
  readonly projection: string;
  /** What the reader's copy depends on beside the projection, such as its fields. A copy of another one starts anew. */
  readonly form: string;
  /** `next` of the copy so far. Null for everything. */
  readonly after: string | null;
}

/** Where a copy ends. */
export interface CopyEnd {
  /** Number of facts in the log that the copy contains. */
  readonly index: number;
  /** Opaque. What changed later is read after it. */
  readonly next: string;
}

/** Batches of documents, then the end. A copy without its end is incomplete. */
export type CopyPart = { readonly documents: readonly CopiedDocument[] } | { readonly end: CopyEnd };

/** Read models for reporting jobs: everything once, then only what changed. */
export interface ModelCopies {
  /**
   * The documents as they are at the end of the copy. One that changes meanwhile comes again.
   * @throws {CopyOutdated} before the first part
   * @throws {CopyNotReady} before the first part
   */
  read(wish: CopyWish): Promise<AsyncIterable<CopyPart>>;
}

/** A copy cannot be continued. */
export class CopyOutdated extends Error {
  constructor() {
    super('This read model was built anew since you read it. Empty your copy, and read everything without "after".');
    this.name = 'CopyOutdated';
  }
}

/** The read model stopped, or its new version is being built. */
export class CopyNotReady extends Error {
  constructor() {
    super('This read model has stopped, or is being built anew. Ask again later; /health shows its state.');
    this.name = 'CopyNotReady';
  }
}
