import { id, line, optional, text, whole, yesNo } from '../../domain/kernel/fields';
import { mostPerPage } from '../../projections/kernel/asking';

export const paging = {
  limit: optional(whole(1, mostPerPage, { about: 'Items of a page. Default: 50.' })),
  after: optional(text(2000, { about: 'The `next` of the page before.', example: 'eyJ2IjpbMV19' })),
};

/** A list of people is asked of one organisation, and of those below it. */
export const peopleList = {
  ...paging,
  organisation: optional(
    id('organisation', {
      about: 'Of this organisation and all below it. Default: your own; for the root organisation, everyone.',
    }),
  ),
  below: optional(yesNo({ about: '`false`: of the organisation alone, without those below it. Default: true.' })),
  q: optional(
    text(200, {
      about: 'Words, or beginnings of words, in the name; of a contact also a telephone number, however it is written.',
      example: 'anna',
    }),
  ),
};

export const idPath = { id: id('ticket', { about: 'Id, as the API answered it.' }) };

export const ticketPath = { id: line(40, { about: 'Id or number of the ticket.', example: 'CT-000001' }) };
