import type { Readable } from 'node:stream';
import type { Document, Documents } from '../../projections/kernel/documents.port';
import type { EventStore, StoredFact } from '../eventstore/event-store.port';
import type { BlobStore } from '../files/blob-store.port';

export interface StateDocument {
  readonly collection: string;
  readonly document: Document;
}

/** Progress of a reader of the log, as a log index, because positions differ between stores (docs/fact-format.md). */
export interface ReaderMark {
  readonly name: string;
  readonly logIndex: number;
}

/**
 * Everything of an installation that a replay cannot rebuild, from open databases or from archives. Reading the members in this order
 * is consistent while commands continue: no reader is ahead of the facts, and no fact lacks its key or file.
 */
export interface Contents {
  readonly logId: string;
  readers(): Promise<readonly ReaderMark[]>;
  ops(): AsyncIterable<readonly StateDocument[]>;
  /** Number of facts that `facts` yields, fixed at the first call. */
  count(): Promise<number>;
  /** In log order, in pages of any size. May be read more than once. */
  facts(): AsyncIterable<readonly StoredFact[]>;
  blob(sha256: string): Promise<Readable | null>;
  keys(): AsyncIterable<readonly StateDocument[]>;
}

/** Collection that records which log a database belongs to (keys/log-binding.ts). */
export const bindingName = 'binding';

/** The databases without the read models. */
export interface Installation {
  readonly log: EventStore;
  readonly ops: Documents;
  readonly keys: Documents;
  readonly blobs: BlobStore;
}

/** Called after every page. */
export type BackupProgress = (done: number, total: number, unit: 'facts' | 'files') => void;

/** The given files or stores cannot be used. The message says why and what to do. Nothing has taken effect. */
export class BackupRefused extends Error {
  constructor(detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'BackupRefused';
  }
}
