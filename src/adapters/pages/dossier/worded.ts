import type { Names } from '../../../projections/people/names';
import type { Formats } from '../rendering/formats';
import type { Translate } from '../rendering/words';
import type { Contacts } from '../../desk/people/contacts-of';

/** What every part of a dossier is worded with. */
export interface Worded {
  readonly names: Names;
  readonly contacts: Contacts;
  readonly t: Translate;
  readonly formats: Formats;
}
