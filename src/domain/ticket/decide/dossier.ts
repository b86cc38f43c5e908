import { isStaff } from '../../people/actor';
import type { Decision } from './decision';

/**
 * An export changes nothing on the ticket, and each is recorded, also where the bytes are those of an earlier one. Customers learn only of
 * exports by customers.
 */
export const recordDossier: Decision<'RecordDossier'> = ({ sections, upTo, sha256 }, _state, { actor }) => [
  { type: 'DossierExported', audience: isStaff(actor) ? 'staff' : 'everyone', data: { sections, upTo, sha256 } },
];
