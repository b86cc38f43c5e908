import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Document } from '../../projections/kernel/documents.port';
import { canonicalText } from '../eventstore/canonical';
import { chainHash, contentHashOf } from '../eventstore/codec';
import type { Access, AccessEntry } from './access-log.port';

export const entriesCollection = 'access-log';
export const headsCollection = 'access-log-heads';
export const marksCollection = 'access-log-marks';

/** `_id` sorts as the chain does. */
export interface EntryDocument extends Document, AccessEntry {
  readonly scopes: readonly string[];
}

/** How far a chain has come, by its name. */
export interface HeadDocument extends Document {
  /** What its first entry follows: the newest entry of another chain, or nothing. */
  readonly begins: string;
  readonly index: number;
  readonly hash: string;
  readonly at: string;
}

/** Up to where entries of a chain were removed, by its name. */
export interface MarkDocument extends Document {
  readonly index: number;
  readonly hash: string;
  readonly removed: number;
  readonly at: string;
  /** HMAC: nobody without the keys of this installation removes entries unseen. */
  readonly seal: string;
}

/** What the next entry follows. */
export interface Place {
  readonly chain: string;
  readonly index: number;
  readonly hash: string;
}

export const entryId = (chain: string, index: number): string => `${chain}/${String(index).padStart(12, '0')}`;
export const everything = '*';
export const scopeOf = (organisation: string): string => `organisation:${organisation}`;

/** An organisation's auditor sees what its own people did, and what happened to its own tickets. */
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

/** What is wrong with an entry that is to follow this place; null: nothing. */
export function linkProblem({ index, hash: before }: Place, entry: EntryDocument): string | null {
  if (entry.index !== index + 1) return `it follows entry ${index}: entries are missing in between`;
  if (entry.before !== before) return 'it does not continue the chain';
  if (hashOf(contentOf(entry), before) !== entry.hash) return 'its content does not match its hash';
  return canonicalText(entry.scopes) === canonicalText(scopesOf(entry)) ? null : 'it was filed for other organisations';
}

/** Everything that was stored, so that whatever was added to an entry is noticed, too. */
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
