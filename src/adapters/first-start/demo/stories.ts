import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from '../../../domain/ticket/ticket.events';

export type Language = 'en' | 'de' | 'fi' | 'tr';

/** What people write from the first call to the end. A title is completed with the place in front of it. */
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
  /** For staff only. */
  readonly note: string;
  readonly fault: string;
  /** Of claims. */
  readonly damage?: string;
  readonly solution: string;
  readonly summary: string;
  /** Why it is opened again. */
  readonly again: string;
}

/** What is said in any story. */
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
