import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Document } from '../../projections/kernel/documents.port';
import { canonicalText } from '../eventstore/canonical';
import { chainHash, contentHashOf } from '../eventstore/codec';
import type { Access, AccessEntry } from './access-log.port';

export const entriesCollection = 'access-log';
export const headsCollection = 'access-log-heads';
export const marksCollection = 'access-log-marks';

/** `_id` sorts in chain order. */
export interface EntryDocument extends Document, AccessEntry {
  readonly scopes: readonly string[];
}

/** The end of a chain, by chain name. */
export interface HeadDocument extends Document {
  /** Hash that the first entry follows: the newest entry of another chain, or none. */
  readonly begins: string;
  readonly index: number;
  readonly hash: string;
  readonly at: string;
}

/** The end of the removed entries of a chain, by chain name. */
export interface MarkDocument extends Document {
  readonly index: number;
  readonly hash: string;
  readonly removed: number;
  readonly at: string;
  /** HMAC, so that entries cannot be removed unnoticed without the installation's keys. */
  readonly seal: string;
}

/** The position that the next entry follows. */
export interface Place {
  readonly chain: string;
  readonly index: number;
  readonly hash: string;
}

export const entryId = (chain: string, index: number): string => `${chain}/${String(index).padStart(12, '0')}`;
export const everything = '*';
export const scopeOf = (organisation: string): string => `organisation:${organisation}`;

/** An organisation's auditor sees actions of its own people, and access to its own tickets. */
export function scopesOf({ organisation, ticketOwner }: Access): readonly string[] {
  const organisations = [organisation, ticketOwner].filter((one) => one !== null);
  return [everything, ...new Set(organisations.map(scopeOf))];
}

export function linked({ chain, index, hash: before }: Place, access: Access): EntryDocument {
  const content = { ...access, chain, index: index + 1 };
  return { ...content, _id: entryId(chain, index + 1), before, hash: hashOf(content, before), scopes: scopesOf(access) };
}

type Content = Omit<AccessEntry, 'before' | 'hash'>;

function hashOf(content: Content, before: string): string {
  return chainHash(before, contentHashOf(canonicalText(content)));
}

/** Why an entry cannot follow this place. Null if it can. */
export function linkProblem({ index, hash: before }: Place, entry: EntryDocument): string | null {
  if (entry.index !== index + 1) return `it follows entry ${index}: entries are missing in between`;
  if (entry.before !== before) return 'it does not continue the chain';
  if (hashOf(contentOf(entry), before) !== entry.hash) return 'its content does not match its hash';
  return canonicalText(entry.scopes) === canonicalText(scopesOf(entry)) ? null : 'it was filed for other organisations';
}

/** All stored fields, so that added fields are detected too. */
function contentOf(entry: EntryDocument): Content {
  return without(entry, ['_id', 'scopes', 'before', 'hash']) as Content;
}

export function entryOf(entry: EntryDocument): AccessEntry {
  return without(entry, ['_id', 'scopes']) as AccessEntry;
}

function without(entry: EntryDocument, fields: readonly string[]): unknown {
  return Object.fromEntries(Object.entries(entry).filter(([field]) => !fields.includes(field)));
}

type Sealed = Pick<MarkDocument, '_id' | 'index' | 'hash' | 'removed'>;

export function sealOf({ _id, index, hash, removed }: Sealed, secret: Buffer): string {
  return createHmac('sha256', secret)
    .update(canonicalText([_id, index, hash, removed]))
    .digest('hex');
}

export function isSealed(mark: MarkDocument, secret: Buffer): boolean {
  const [given, expected] = [Buffer.from(mark.seal), Buffer.from(sealOf(mark, secret))];
  return given.length === expected.length && timingSafeEqual(given, expected);
}
