import type { Names } from '../../../projections/people/names';
import type { Formats } from '../rendering/formats';
import type { Translate } from '../rendering/words';

/** One value that a fact changed, in the reader's words. */
export interface Change {
  /** Key of the message that names the value. */
  readonly label: string;
  readonly from: string | null;
  readonly to: string | null;
}

export interface Words {
  readonly names: Names;
  readonly t: Translate;
  readonly formats: Formats;
}
