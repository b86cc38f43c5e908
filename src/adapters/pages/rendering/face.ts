import type { Formats } from './formats';
import type { Translate } from './words';

/** The context for drawing a page: the reader's language and formats, and the tokens of forms. */
export interface Face {
  readonly t: Translate;
  readonly formats: Formats;
  /** URL of an asset, with its content hash. */
  readonly asset: (name: string) => string;
  /** CSRF token of every form. */
  readonly formToken: string;
  /** Idempotency-Key of a form, so that a double submit is recorded once. */
  readonly freshKey: () => string;
}
