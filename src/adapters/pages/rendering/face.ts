import type { Formats } from './formats';
import type { Translate } from './words';

/** What a page is drawn with: words and formats of its reader, and what its forms carry. */
export interface Face {
  readonly t: Translate;
  readonly formats: Formats;
  /** Address of a file of ours, with its hash. */
  readonly asset: (name: string) => string;
  /** Comes back with every form, so that nobody else's page can send one. */
  readonly formToken: string;
  /** Idempotency-Key of a form: sent twice, it is recorded once. */
  readonly freshKey: () => string;
}
