import { id, line, optional, text, whole, yesNo } from '../../domain/kernel/fields';
import { mostPerPage } from '../../projections/kernel/asking';

export const paging = {
  limit: optional(whole(1, mostPerPage, { about: 'Page size. Default: 50.' })),
  after: optional(text(2000, { about: '`next` of the previous page.', example: 'eyJ2IjpbMV19' })),
};

/** Filters lists of people by one organisation and its descendants. */
export const peopleList = {
  ...paging,
  organisation: optional(
    id('organisation', {
      about: 'This organisation and its descendants. Default: your own, or all for the root organisation.',
    }),
  ),
  below: optional(yesNo({ about: '`false` excludes the descendants of the organisation. Default: true.' })),
  q: optional(
    text(200, {
      about: 'Words, or beginnings of words, in the name. For contacts also a telephone number in any format.',
      example: 'anna',
    }),
  ),
};

export const idPath = { id: id('ticket', { about: 'Id from an earlier response.' }) };

export const ticketPath = { id: line(40, { about: 'Id or number of the ticket.', example: 'CT-000001' }) };
