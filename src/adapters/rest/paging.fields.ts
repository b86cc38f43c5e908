import { id, optional, text, whole } from '../../domain/kernel/fields';
import { mostPerPage } from '../../projections/kernel/asking';

export const paging = {
  limit: optional(whole(1, mostPerPage, { about: 'Items of a page. Default: 50.' })),
  after: optional(text(2000, { about: 'The `next` of the page before.', example: 'eyJ2IjpbMV19' })),
};

/** A list of people is asked of one organisation. */
export const peopleList = {
  ...paging,
  organisation: optional(id('organisation', { about: 'Whose. Default: your own organisation; for the root organisation, all.' })),
};

export const idPath = { id: id('ticket', { about: 'Id, as the API answered it.' }) };
