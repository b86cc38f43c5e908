import { maxCode } from '../../../domain/ticket/ticket.limits';
import { channels, levels, type Channel, type Details, type Level } from '../../../domain/ticket/ticket.events';
import { OneOf, Text } from './fields';

const code = (about: string, example?: string) => Text(maxCode, { about, example, optional: true, nullable: true });
const level = (about: string) => OneOf(levels, { about, optional: true, nullable: true });

type Clearable<T> = { readonly [K in keyof T]: T[K] | null };

/** Controlled vocabulary (S3.22): codes of your catalogues. When revising, null clears a value. */
export class DetailsDto implements Clearable<Details> {
  @OneOf(channels, { about: 'How the requester got in touch.', optional: true, nullable: true })
  readonly channel?: Channel | null;

  @code('Category of the problem.', 'Screen')
  readonly category?: string | null;

  @code('Subcategory of the problem.', 'Broken glass')
  readonly subcategory?: string | null;

  @code('Symptom as reported; a predefined fault of the device type where there is one.')
  readonly symptom?: string | null;

  @code('What is affected: an item of your configuration database.')
  readonly configurationItem?: string | null;

  @code('Where it is.')
  readonly location?: string | null;

  @level('How much depends on it.')
  readonly impact?: Level | null;

  @level('How soon it is needed.')
  readonly urgency?: Level | null;

  @code('How the requester wants to hear of progress.')
  readonly notify?: string | null;

  @code('Number of the known problem behind it.')
  readonly problem?: string | null;

  @code('Number of the change that solves it.')
  readonly change?: string | null;

  @code('Third party involved.')
  readonly vendor?: string | null;

  @code('Number of the change that caused it.')
  readonly causedBy?: string | null;

  @code('Postal code of the place of service.', '10115')
  readonly postalCode?: string | null;

  @code('Branch of the customer.')
  readonly branch?: string | null;

  @code('Serial number of the product.')
  readonly serialNumber?: string | null;
}
