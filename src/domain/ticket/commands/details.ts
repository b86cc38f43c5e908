import { choice, line, nullable, optional, type Field } from '../../kernel/fields';
import { channels, levels, type Details } from '../ticket.events';
import { maxCode } from '../ticket.limits';

const code = (about: string, example: string) => line(maxCode, { about, example });
const level = (about: string) => choice(levels, { about });

/** Controlled vocabulary (S3.22): codes of the organisation's catalogues. */
const vocabulary = {
  channel: choice(channels, { about: 'How the requester got in touch.' }),
  category: code('Category of the problem.', 'Screen'),
  subcategory: code('Subcategory of the problem.', 'Broken glass'),
  symptom: code('Symptom as reported; a predefined fault of the device type where there is one.', 'no-picture'),
  configurationItem: code('The affected item of your configuration database.', 'TVM-0417'),
  location: code('Where it is.', 'Lobby'),
  impact: level('How much depends on it.'),
  urgency: level('How soon it is needed.'),
  notify: code('How the requester wants to hear of progress.', 'e-mail'),
  problem: code('Number of the known problem behind it.', 'PRB0040012'),
  change: code('Number of the change that solves it.', 'CHG0030407'),
  vendor: code('Third party involved.', 'Lumen Displays'),
  causedBy: code('Number of the change that caused it.', 'CHG0030391'),
  postalCode: code('Postal code of the place of service.', '10115'),
  branch: code('Branch of the customer.', 'Berlin Central'),
  serialNumber: code('Serial number of the product.', 'LX32-88120'),
} satisfies Record<keyof Details, unknown>;

type Vocabulary = typeof vocabulary;
type Held<F> = F extends Field<infer T> ? T : never;

function each<Made>(change: (field: Field) => Field): Made {
  return Object.fromEntries(Object.entries(vocabulary).map(([name, field]) => [name, change(field)])) as Made;
}

export const detailFields = each<{ readonly [N in keyof Vocabulary]: Field<Held<Vocabulary[N]>, 'optional'> }>(optional);

/** Null clears a value. */
export const clearableDetails = each<{ readonly [N in keyof Vocabulary]: Field<Held<Vocabulary[N]> | null, 'optional'> }>(
  (field) => nullable(optional(field)),
);
