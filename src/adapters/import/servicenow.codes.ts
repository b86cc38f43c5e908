import type { Channel, Level, Priority } from '../../domain/ticket/ticket.events';
import type { Mapping } from './mapping';

/** The words of one column and their values. */
export interface Codes<T> {
  /** The table of further words in the mapping file, if any. */
  readonly table: Exclude<keyof Mapping, 'dates' | 'columns'> | null;
  /** Undefined for an unknown word. */
  readonly read: (word: string) => T | undefined;
  readonly known: readonly string[];
}

export type SourceState =
  | 'new'
  | 'active'
  | 'awaitingCustomer'
  | 'awaitingVendor'
  | 'awaitingProblem'
  | 'awaitingEvidence'
  | 'awaitingOther'
  | 'resolved'
  | 'closed'
  | 'cancelled';

/** Ignores case. `2 - High` matches by its number, its name or both. */
function codesOf<T>(table: Codes<T>['table'], words: Readonly<Record<string, T>>): Codes<T> {
  const known = Object.keys(words);
  const spellings = known.flatMap((word): readonly (readonly [string, T])[] => {
    const meaning = words[word] as T;
    return [word, ...word.split(' - ')].map((spelling) => [spelling.toLowerCase(), meaning]);
  });
  const bySpelling = new Map(spellings);
  return { table, read: (word) => bySpelling.get(word.toLowerCase()), known };
}

export const states = codesOf<SourceState | 'onHold' | 'unrecorded'>('states', {
  '1 - New': 'new',
  Active: 'active',
  '2 - In Progress': 'active',
  '3 - On Hold': 'onHold',
  'Awaiting User Info': 'awaitingCustomer',
  'Awaiting Caller': 'awaitingCustomer',
  'Awaiting Vendor': 'awaitingVendor',
  'Awaiting Problem': 'awaitingProblem',
  'Awaiting Evidence': 'awaitingEvidence',
  'Awaiting Change': 'awaitingOther',
  '6 - Resolved': 'resolved',
  '7 - Closed': 'closed',
  '8 - Canceled': 'cancelled',
  Cancelled: 'cancelled',
  '-100': 'unrecorded',
});

export const holdReasons = codesOf<SourceState>('states', {
  '1 - Awaiting Caller': 'awaitingCustomer',
  '5 - Awaiting Change': 'awaitingOther',
  '3 - Awaiting Problem': 'awaitingProblem',
  '4 - Awaiting Vendor': 'awaitingVendor',
});

export const priorities = codesOf<Priority>('priorities', {
  '1 - Critical': 'critical',
  '2 - High': 'high',
  '3 - Moderate': 'moderate',
  Medium: 'moderate',
  '4 - Low': 'low',
  '5 - Planning': 'low',
});

export const levels = codesOf<Level>('levels', { '1 - High': 'high', '2 - Medium': 'medium', '3 - Low': 'low' });

export const channels = codesOf<Channel>('channels', {
  Phone: 'phone',
  Email: 'email',
  IVR: 'phone',
  'Self service': 'web',
  'Self-service': 'web',
  Web: 'web',
  Chat: 'chat',
  'Virtual Agent': 'chat',
  API: 'api',
  Integration: 'api',
  Event: 'api',
  Monitoring: 'api',
  'Walk-in': 'other',
  'Direct opening': 'other',
  Other: 'other',
});

/** Spreadsheets write TRUE. */
export const truths = codesOf<boolean>(null, { true: true, false: false, '1': true, '0': false, yes: true, no: false });
