import type { Readable } from 'node:stream';
import type { Document, Documents } from '../../projections/kernel/documents.port';
import type { EventStore, StoredFact } from '../eventstore/event-store.port';
import type { BlobStore } from '../files/blob-store.port';

export interface StateDocument {
  readonly collection: string;
  readonly document: Document;
}

/** How far a reader of the log is, in the one number that outlives a store (docs/fact-format.md). */
export interface ReaderMark {
  readonly name: string;
  readonly logIndex: number;
}

/**
 * Everything of an installation that replay cannot make again, wherever it lies: in open databases or in archives. Read in the order
 * of these members it is consistent although commands arrive meanwhile: readers are not beyond the facts, and no fact lacks its key or file.
 */
export interface Contents {
  readonly logId: string;
  readers(): Promise<readonly ReaderMark[]>;
  ops(): AsyncIterable<readonly StateDocument[]>;
  /** How many facts `facts` gives: those there were when it was first asked. */
  count(): Promise<number>;
  /** In log order, from the first, in pages of any size; as often as wanted. */
  facts(): AsyncIterable<readonly StoredFact[]>;
  blob(sha256: string): Promise<Readable | null>;
  keys(): AsyncIterable<readonly StateDocument[]>;
}

/** The collection in which a database says which log it goes with (keys/log-binding.ts). */
export const bindingName = 'binding';

/** The databases themselves; read models are no part of it. */
export interface Installation {
  readonly log: EventStore;
  readonly ops: Documents;
  readonly keys: Documents;
  readonly blobs: BlobStore;
}

/** Told after every page. */
export type Moved = (done: number, total: number, unit: 'facts' | 'files') => void;

/** What is given cannot be used; the message says what is wrong and what to do. Nothing of it has taken effect. */
export class BackupRefused extends Error {
  constructor(detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'BackupRefused';
  }
}
