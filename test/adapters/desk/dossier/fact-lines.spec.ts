import { factLines } from '../../../../src/adapters/desk/dossier/fact-lines';
import { readTicket } from '../../../../src/adapters/desk/dossier/read-dossier';
import type { Actor } from '../../../../src/domain/people/actor';
import { mayOpen } from '../../../../src/projections/tickets/opened-for';
import { dossierSource } from '../../../dsl/dossier-source';
import type { Chronicle } from '../../../dsl/projecting';
import { id } from '../../../dsl/world';
import * as desk from '../../../projections/desk';

const { chronicle, customerUser, opened, say, technician, ticket } = desk;

const watching = (n: number, email: string) => say.everyone('WatcherAdded', { watcher: id(n), kinds: ['reply'] }, { email });
const as = (user: string, organisation: string) => ({ by: { user, organisation } });
const own = as(desk.anna, desk.customer);

/** Watchers of the customer herself, of her colleague, of staff, and one that staff took off again. */
const watched = () =>
  chronicle()
    .ticket(ticket, opened(), own)
    .ticket(ticket, watching(501, 'own@example.org'), own)
    .ticket(ticket, watching(502, 'colleague@example.org'), as(id(19), desk.customer))
    .ticket(ticket, watching(503, 'staff@example.org'), as(desk.paul, desk.partner))
    .ticket(ticket, watching(504, 'gone@example.org'), as(desk.paul, desk.partner))
    .ticket(ticket, say.everyone('WatcherRemoved', { watcher: id(504) }), as(desk.paul, desk.partner));

/** Two replies, and the second is redacted while its key still lives. */
const redacted = () =>
  chronicle()
    .ticket(ticket, opened(), own)
    .ticket(ticket, say.everyone('ReplyPosted', { reply: id(601), files: [] }, { body: 'It stays.' }), own)
    .ticket(ticket, say.everyone('ReplyPosted', { reply: id(602), files: [] }, { body: 'It leaves.' }), own)
    .ticket(ticket, say.everyone('ReplyRedacted', { reply: id(602) }), as(desk.rita, desk.root));

/** What a dossier of everything holds for this reader. */
async function held(log: Chronicle, actor: Actor) {
  const source = dossierSource(log.facts);
  const read = await readTicket(source, actor, ticket);
  const wanted = {
    stored: read?.stored ?? [],
    isShown: () => true,
    mayOpen: (fact: Parameters<typeof mayOpen>[1]) => mayOpen(actor, fact),
  };
  const lines = (await factLines(wanted, source.keys)).trim().split('\n');
  const keys = lines.map((line) => (JSON.parse(line) as { readonly keys: object }).keys);
  return { read, keyed: keys.flatMap((each, revision) => (Object.keys(each).length > 0 ? [revision] : [])) };
}

describe('addresses of watchers in a dossier (S4.35, S4.52)', () => {
  it('are for a customer those that they added themselves, in the page as in facts.jsonl', async () => {
    const { read, keyed } = await held(watched(), customerUser);
    expect(read?.detail.watchers.map(({ email }) => email)).toEqual(['own@example.org', null, null]);
    expect(JSON.stringify(read?.facts.map((fact) => fact.opened))).not.toMatch(/colleague@|staff@|gone@/);
    expect(keyed).toEqual([0, 1]);
  });

  it('are all of them for staff', async () => {
    const { read, keyed } = await held(watched(), technician);
    expect(read?.detail.watchers.map(({ email }) => email)).toEqual([
      'own@example.org',
      'colleague@example.org',
      'staff@example.org',
    ]);
    expect(keyed).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('a redacted text whose key still lives (rule 7)', () => {
  it.each([
    ['customers', customerUser],
    ['staff', technician],
  ])('is in no dossier of %s, and neither is its key', async (_, actor) => {
    const { read, keyed } = await held(redacted(), actor);
    expect(JSON.stringify(read)).toContain('It stays.');
    expect(JSON.stringify([read?.facts.map((fact) => fact.opened), read?.activity])).not.toContain('It leaves.');
    expect(keyed).toEqual([0, 1]);
  });
});
