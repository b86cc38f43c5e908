import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from '../../../domain/ticket/ticket.events';

export type Language = 'en' | 'de' | 'fi' | 'tr';

/** Texts from the first report to the end. The place is put in front of the title. */
export interface Story {
  readonly kind: Kind;
  readonly category: string;
  readonly subcategory: string;
  /** A file of `pictures`. */
  readonly picture?: string;
  readonly title: string;
  readonly text: string;
  readonly ask: string;
  readonly answer: string;
  /** A note for staff. */
  readonly note: string;
  readonly fault: string;
  /** Only for claims. */
  readonly damage?: string;
  readonly solution: string;
  readonly summary: string;
  /** Reason for reopening. */
  readonly again: string;
}

/** Phrases that every story can use. */
export type Occasion =
  | 'arriving' | 'contract' | 'decline' | 'duplicate' | 'forward' | 'jurisdiction' | 'key' | 'part' | 'provider' | 'recall' // prettier-ignore
  | 'reject' | 'return' | 'route' | 'same' | 'sameTitle' | 'thanks' | 'unlink' | 'waiting' | 'withdraw'; // prettier-ignore

interface Words {
  readonly stories: readonly Story[];
  readonly phrases: { readonly [occasion in Occasion]: readonly string[] };
}

export function readWords(language: Language): Words {
  return JSON.parse(readFileSync(join(__dirname, 'words', `${language}.json`), 'utf8')) as Words;
}

export function readPicture(name: string): Buffer {
  return readFileSync(join(__dirname, 'pictures', name));
}
