import { loadActor } from '../../src/adapters/world/actor-loader';
import type { Api, Person } from './api';
import { until } from './until';

// Two customers of one partner, each with tickets of their own, and what each reader must never be told of them.

const issue = (title: string) => ({ kind: 'issue', title, description: `${title}, in full.` });

export const secrets = { staff: 'Zanzibar', file: 'zanzibar-plan.txt' };
export const quentin = 'quentin@rosebud.example';

/** All ids, by their names in the tests. */
export type Ids = Record<string, string>;

async function must<A extends { readonly status: number; readonly text: string }>(asked: Promise<A>): Promise<A> {
  const answer = await asked;
  if (answer.status >= 300) throw new Error(`${answer.status}: ${answer.text}`);
  return answer;
}

async function made(person: Person, path: string, body: object): Promise<string> {
  const { body: answer } = await must(person.post(path, body));
  return (answer as { id?: string; ticket?: string }).id ?? answer.id ?? '';
}

/** A customer of the same partner, with one user of their own. */
async function rival(api: Api, ids: Ids): Promise<void> {
  const admin = api.as('Administrator');
  const { organisation: harbour = '' } = (await api.as('Anja').get('me')).body;
  const organisation = await made(admin, 'organisations', { kind: 'customer', name: 'Rosebud Hotels', parent: harbour });
  const user = await made(admin, 'users', { name: 'Quentin Rosebud', email: quentin, organisation });
  for (const side of ['organisation', 'vendor']) await must(admin.post(`users/${user}/approve`, { side }));
  await must(admin.post(`users/${user}/grant-role`, { role: 'customer-user' }));
  const owner = await loadActor(api.docket.loader, user);
  if (owner === null) throw new Error('Quentin may not sign in');
  api.introduce('Quentin', (await api.docket.tokens.create(owner, { label: 'Test', scope: null })).secret);
  Object.assign(ids, { rival: organisation, quentin: user });
}

async function teamOf(person: Person): Promise<string> {
  return ((await person.get('me')).body as { teams: string[] }).teams[0] ?? '';
}

/** With the texts and files for staff only. */
async function exportOf(person: Person, ticket: string): Promise<string> {
  const id = await made(person, `tickets/${ticket}/dossiers`, { sections: ['overview', 'activity', 'attachments'] });
  await until(async () => !(await person.get(`dossiers/${id}`)).text.includes('"running"'), 'the end of the export');
  return id;
}

export async function leakWorld(api: Api): Promise<Ids> {
  const ids: Ids = {};
  await rival(api, ids);
  const [ben, anja] = [api.as('Ben'), api.as('Anja')];
  ids['ben'] = await made(ben, 'tickets', issue('Gondola'));
  ids['ada'] = await made(api.as('Ada'), 'tickets', issue('Hyacinth'));
  ids['rivals'] = await made(api.as('Quentin'), 'tickets', issue('Rosebud'));
  ids['partners'] = await made(anja, 'tickets', issue('Marigold'));
  ids['distributors'] = await made(api.as('Fatima'), 'tickets', issue('Nautilus'));
  const staffOnly = { audience: 'staff' };
  await must(anja.post(`tickets/${ids['ben']}/reply`, { ...staffOnly, body: `Only for us: ${secrets.staff}.` }));
  await must(anja.attach(ids['ben'], 'staff', { name: secrets.file, content: `${secrets.staff} in detail` }));
  await must(api.as('Dieter').post(`tickets/${ids['ben']}/route`, { team: await teamOf(anja), reason: secrets.staff }));
  const { body } = await anja.get(`tickets/${ids['ben']}`);
  ids['file'] = (body as { files: { id: string }[] }).files[0]?.id ?? '';
  ids['export'] = await exportOf(anja, ids['ben']);
  for (const name of ['Ben', 'Ada', 'Chloé', 'Tomáš', 'Fatima', 'Sven']) ids[name] = (await api.as(name).get('me')).body.id ?? '';
  ids['lighthouse'] = (await ben.get('me')).body.organisation ?? '';
  ids['harbour'] = (await anja.get('me')).body.organisation ?? '';
  return ids;
}

const staffWords = ['zanzibar'];
const lighthouse = ['gondola', 'hyacinth', 'ben calder', 'ada marsh', 'chloé', 'id:ben', 'id:ada'];
const rivals = ['rosebud', 'quentin', 'id:rivals'];
const partners = ['marigold', 'id:partners'];
const distributors = ['nautilus', 'id:distributors'];

/** Texts that each reader must never receive. */
export const outOfReach: readonly (readonly [reader: string, who: string, never: readonly string[]])[] = [
  ['Ben', 'a customer user', [...staffWords, ...rivals, ...partners, ...distributors, 'hyacinth', 'id:ada', 'id:file']],
  [
    'Chloé',
    'a colleague of theirs',
    [...staffWords, ...rivals, ...partners, ...distributors, 'hyacinth', 'gondola', 'id:ben', 'id:ada', 'id:file'],
  ],
  ['Ada', 'a customer admin', [...staffWords, ...rivals, ...partners, ...distributors, 'id:file']],
  ['Quentin', 'another customer', [...staffWords, ...lighthouse, ...partners, ...distributors, 'id:file']],
  ['Paula', 'the partner', distributors],
  [
    'Tomáš',
    'a technician who is not assigned',
    [...staffWords, ...distributors, ...partners, 'gondola', 'hyacinth', 'id:ben', 'id:ada', 'id:rivals', 'id:file'],
  ],
  ['Fatima', 'the distributor', [...staffWords, ...partners, 'gondola', 'hyacinth', 'id:ben', 'id:ada', 'id:rivals', 'id:file']],
  ['Sven', 'a service provider', [...staffWords, ...lighthouse, ...rivals, ...partners, ...distributors, 'id:file']],
];

/** The word itself, or the id that it names. */
export function wordIn(ids: Ids, word: string): string {
  return word.startsWith('id:') ? (ids[word.slice(3)] ?? word) : word;
}

export function leaksIn(ids: Ids, text: string, never: readonly string[]): readonly string[] {
  return never.filter((word) => text.includes(wordIn(ids, word)));
}
