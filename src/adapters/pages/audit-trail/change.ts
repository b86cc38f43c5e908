import type { Names } from '../../../projections/people/names';
import type { Formats } from '../rendering/formats';
import type { Translate } from '../rendering/words';

/** One value changed by a fact, in the reader's language. */
export interface Change {
  /** Message key of the value's name. */
  readonly label: string;
  readonly from: string | null;
  readonly to: string | null;
}

export interface Words {
  readonly names: Names;
  readonly t: Translate;
  readonly formats: Formats;
}
