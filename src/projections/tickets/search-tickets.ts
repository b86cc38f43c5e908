import { isStaff, type Actor } from '../../domain/people/actor';
import type { Alternative, Document } from '../kernel/documents.port';
import type { ReadModels } from '../kernel/read-models';
import { askedWords, type AskedWord } from '../kernel/words';
import { isPhoneWord } from '../people/phones';
import { isNumberPrefix, joined, numberWord } from './ticket-number';

/** If more people have a name, only the first in the order of names count. */
const mostBearers = 200;

/**
 * One wish per word. A word matches in the ticket's number, title or serial number, in texts on it that the reader may read, or
 * in the name of somebody it is about. Names are resolved to ids first, so that renamings and erasures count at once. Null for an
 * empty text; a text without any word finds nothing.
 */
export async function searchTickets(
  models: Pick<ReadModels, 'find'>,
  actor: Actor,
  text: string,
): Promise<readonly (readonly Alternative[])[] | null> {
  if (text.trim() === '') return null;
  const wishes = await Promise.all(text.split(/\s+/u).map((part) => wishesOf(models, actor, part)));
  return wishes.flat().length === 0 ? [[]] : wishes.flat();
}

async function wishesOf(
  models: Pick<ReadModels, 'find'>,
  actor: Actor,
  part: string,
): Promise<readonly (readonly Alternative[])[]> {
  const number = numberWord(part);
  const words = askedWords(part);
  const [first] = words;
  if (number === null) return Promise.all(words.map((word) => alternativesOf(models, actor, word)));
  const isNumber = words.length > 1 && first !== undefined && isNumberPrefix(first.word);
  const serials = askedWords(joined(part)).map(({ word, whole }) => ({ word: { word, whole: whole || isNumber } }));
  // `CT-1` is a number or a whole serial number, not any two words. `pump2` and `SN-99182` may be words, too.
  if (isNumber) return [[{ word: number }, ...serials]];
  return Promise.all(
    words.map(async (word) => [{ word: number }, ...serials, ...(await alternativesOf(models, actor, word))] as const),
  );
}

async function alternativesOf(models: Pick<ReadModels, 'find'>, actor: Actor, word: AskedWord): Promise<readonly Alternative[]> {
  const [users, contacts, organisations] = await Promise.all(
    ['users', 'contacts', 'organisations'].map((model) => bearersOf(models, model, word)),
  );
  const read = isStaff(actor) ? ['activity-everyone', 'activity-staff-only'] : ['activity-everyone'];
  const about = [
    { field: 'assignee', in: users ?? [] },
    { field: 'requesterId', in: [...(users ?? []), ...(contacts ?? [])] },
    { field: 'ownerOrganisation', in: organisations ?? [] },
    { field: 'handler', in: organisations ?? [] },
  ];
  return [{ word }, ...read.map((collection) => ({ word, collection })), ...about.filter(({ in: ids }) => ids.length > 0)];
}

async function bearersOf(models: Pick<ReadModels, 'find'>, model: string, word: AskedWord): Promise<readonly string[]> {
  // Telephone numbers find no tickets, because this would reveal whose number it is.
  if (isPhoneWord(word)) return [];
  const query = { where: [], wishes: [[{ word }]], sort: [{ field: 'nameSort' }], limit: mostBearers };
  return (await models.find<Document>(model, query)).items.map(({ _id }) => _id);
}
