import { addressOf, questionIn } from '../../../src/adapters/pages/people/list-view';
import { organisationView } from '../../../src/adapters/pages/people/organisation-view';
import { roleView } from '../../../src/adapters/pages/people/other-views';
import { peopleRefusal } from '../../../src/adapters/pages/people/people-refusals';
import { changedOnly } from '../../../src/adapters/pages/people/start-values';
import { permissionOf, things, type Noun } from '../../../src/adapters/pages/people/things';
import { stateOf } from '../../../src/adapters/pages/people/user-state';
import { userView } from '../../../src/adapters/pages/people/user-view';
import { inputOf } from '../../../src/adapters/pages/forms/inputs';
import { labelKey, leavesOf } from '../../../src/adapters/pages/forms/leaves';
import { bodyOf, typedIn } from '../../../src/adapters/pages/forms/sent-values';
import { languages } from '../../../src/adapters/pages/rendering/languages';
import { site } from '../../../src/adapters/pages/rendering/site';
import { DomainError, type ErrorCode } from '../../../src/domain/kernel/errors';
import type { Values } from '../../../src/domain/kernel/value';
import { builtInRoles } from '../../../src/domain/people/built-in-roles';
import { contactCommands } from '../../../src/domain/people/contact.commands';
import { permissionGroups, permissions, type Permission } from '../../../src/domain/people/permission';
import { organisationKinds } from '../../../src/domain/people/views';
import { actor, id } from '../../dsl/world';

const { words } = site();
const t = words.in('en');
const nouns = Object.keys(things) as Noun[];
const verbs = nouns.flatMap((noun) => [...things[noun].resource.table.verbs.keys()].map((verb) => [noun, verb] as const));
const admin = actor({ user: id(90), organisation: id(1), organisationKind: 'admin' });
const reader = (...held: readonly Permission[]) =>
  actor({ user: id(91), organisation: id(1), organisationKind: 'partner', permissions: new Set(held) });

describe('the forms about people', () => {
  it.each(verbs)('%s %s: has words in every language, and names its permission', (noun, verb) => {
    for (const language of languages)
      for (const part of ['title', 'does', 'done']) expect(words.in(language)(`people.do.${noun}.${verb}.${part}`)).not.toBe('');
    expect(permissions).toContain(permissionOf(things[noun], verb));
  });

  it.each(nouns)('%s: every field of every command has a name', (noun) => {
    for (const { fields } of Object.values(things[noun].resource.commands))
      for (const leaf of leavesOf(fields)) expect(t(labelKey(leaf))).not.toBe('');
  });

  it('every kind, built-in role, permission and group of permissions has its words', () => {
    for (const kind of organisationKinds) expect(t(`people.kind.${kind}`)).not.toBe('');
    for (const { key } of builtInRoles) expect(t(`people.role.${key}`)).not.toBe('');
    for (const permission of permissions) expect(t(`people.permission.${permission}`)).not.toBe('');
    for (const group of Object.keys(permissionGroups)) expect(t(`people.permissionGroup.${group}`)).not.toBe('');
  });

  it('lists of numbers are typed line by line, and an emptied one is empty', () => {
    const { RecordContact, ReviseContact } = contactCommands;
    const body = (entries: readonly (readonly [string, string])[]) =>
      bodyOf(ReviseContact.fields, { typed: typedIn(entries), zone: 'UTC' });
    expect(
      body([
        ['phones', '+358 40 1\n\n 09 2 '],
        ['emails', 'a@x.example, b@x.example'],
      ]),
    ).toEqual({
      phones: ['+358 40 1', '09 2'],
      emails: ['a@x.example', 'b@x.example'],
    });
    expect(body([['phones', '']])).toEqual({ phones: [] });
    expect(body([])).toEqual({});
    const parts = { t, typed: new Map(), errors: new Map(), options: () => null, draft: 'x', required: new Set<string>() };
    const [, , phones] = leavesOf(RecordContact.fields).map((leaf) => inputOf(leaf, parts));
    expect(phones?.kind).toBe('lines');
  });

  it('a revision contains only changed fields', () => {
    expect(changedOnly({ name: 'Ada', phones: ['1'] }, { name: 'Ada', phones: ['2'] })).toEqual({ phones: ['1'] });
  });
});

describe('a refusal about people', () => {
  const { RegisterUser } = things.user.resource.commands;
  const { FoundOrganisation } = things.organisation.resource.commands;
  const told = (code: ErrorCode, facts: Values, form = RegisterUser) =>
    peopleRefusal(new DomainError(code, 'x', facts), leavesOf(form?.fields ?? {}), t);

  it('is shown beside its field, with the allowed values', () => {
    expect([...told('already-exists', {}).errors.keys()]).toEqual(['email']);
    const { errors, notice } = told('target-not-allowed', { allowed: ['partner', 'distributor'] }, FoundOrganisation);
    expect([[...errors], notice]).toEqual([[['parent', 'It can only belong to: Partner, Distributor.']], null]);
  });

  it('names the permissions that the granter lacks, and uses the general messages otherwise', () => {
    expect(told('not-permitted', { missing: ['ticket.work'] }).notice).toContain('You lack: Work on tickets.');
    expect(told('conflict', {})).toEqual({ errors: new Map(), notice: null });
  });
});

describe('the lists of people', () => {
  it('ignore invalid parameters, and keep the others on the next page', () => {
    expect(questionIn({ q: [' a'], organisation: '<script>', after: 7 })).toEqual({ q: '', organisation: null, after: null });
    const question = questionIn({ q: ' ada ', organisation: id(3), after: 'x' });
    expect(addressOf('users', question, { after: 'y' })).toBe(`/users?q=ada&organisation=${id(3)}&after=y`);
    expect(addressOf('users', question, { q: '' })).toBe(`/users?organisation=${id(3)}`);
  });
});

const user = {
  ...{ id: id(5), revision: 1, organisation: id(2), name: 'Ada', email: 'ada@example.org', login: true, active: false },
  ...{ missingApprovals: ['organisation'], suspended: false, roles: [], granted: [], withdrawn: [], erased: false },
};
const aroundUser = {
  consents: [],
  ...{ organisation: null, names: {}, roleNames: new Map(), rights: [], tickets: null, forgot: null, hasPassword: false },
};

describe('the page of a user', () => {
  it('lists the missing steps before the user can work (C22)', () => {
    const consents = [{ side: 'organisation' as const, mayGive: true, organisation: id(7), names: [] }];
    const around = { ...aroundUser, names: { [id(7)]: 'Lahden Leipomo' } };
    const steps = ({ missing = [], ...more }: { readonly missing?: typeof consents; readonly [field: string]: unknown }) =>
      userView({ ...user, ...more }, { ...around, consents: missing }, { actor: admin, t }).steps.map(({ text }) => text);
    expect(steps({ missing: consents })).toEqual([
      'Lahden Leipomo, which this person belongs to, has not consented to this account yet.',
      'Without a role this person may do nothing.',
    ]);
    expect(steps({ active: true, missingApprovals: [], roles: [id(9)] })).toEqual([
      'No password is set yet. Make a link and hand it over.',
    ]);
    expect(steps({ erased: true })).toEqual([]);
  });

  it('offers consent only to those who may give it, and tells others whom to ask (C22)', () => {
    const step = (mayGive: boolean, names: readonly string[]) => {
      const consents = [{ side: 'vendor' as const, mayGive, organisation: id(1), names }];
      const around = { ...aroundUser, consents, names: { [id(1)]: 'Harbour' } };
      return userView({ ...user, roles: [id(9)] }, around, { actor: admin, t }).steps[0];
    };
    expect(step(true, [])?.act?.href).toBe(`/users/${id(5)}/do/approve?side=vendor`);
    expect(step(false, ['Paula Ortega'])).toMatchObject({
      act: null,
      text: 'Harbour has not consented to this account yet. You can ask Paula Ortega.',
    });
    expect(step(false, [])?.text).toContain('An administrator there must consent.');
  });

  it('lets open tickets of a suspended or erased technician be handed over or released in one step', () => {
    const tickets = { items: [{ number: 'CT-000001', title: 'Dark', status: 'open' }], next: null, names: {} } as never;
    const left = (more: object, actor = admin) =>
      userView({ ...user, organisation: actor.organisation, ...more }, { ...aroundUser, tickets }, { actor, t })
        .steps.filter(({ other }) => other !== undefined)
        .flatMap(({ act, other }) => [act?.href, other?.href]);
    const list = encodeURIComponent(`scope=all&state=open&assignee=${id(5)}`);
    const hrefs = ['assign', 'unassign'].map((verb) => `/tickets/bulk?do=${verb}&all=1&list=${list}`);
    expect(left({ suspended: true, missingApprovals: [] })).toEqual(hrefs);
    expect(left({ erased: true })).toEqual(hrefs);
    expect(left({ active: true })).toEqual([]);
    expect(left({ suspended: true, organisation: id(77) })).toEqual([]);
    expect(left({ suspended: true }, reader('user.read'))).toEqual([]);
  });

  it('offers no action to readers without permissions', () => {
    const view = userView(user, aroundUser, { actor: reader('user.read'), t });
    const acts = [...view.acts, ...view.more, ...view.steps.flatMap(({ act, posts }) => act ?? posts ?? [])];
    expect([acts, view.main.flatMap((card) => card.act ?? [])]).toEqual([[], []]);
  });

  it('names the state of the account', () => {
    const account = { active: true, erased: false, suspended: false, login: true };
    expect([
      stateOf(account),
      stateOf({ ...account, active: false }),
      stateOf({ ...account, active: false, suspended: true }),
      stateOf({ ...account, login: false }),
      stateOf({ ...account, erased: true }),
    ]).toEqual(['active', 'waiting', 'suspended', 'noLogin', 'erased']);
  });
});

describe('the page of an organisation', () => {
  const customer = { id: id(3), revision: 1, kind: 'customer' as const, name: 'Lahden Leipomo', parent: id(2), teams: [] };
  const item = { ...customer, serviceProviders: [], preferences: null };
  const around = { below: [], people: [], contacts: [], tickets: null, names: {}, seesAbove: false };

  it('links to new people, contacts and tickets, and to its parent only if the reader may see it', () => {
    const view = organisationView(item, { ...around, tickets: { items: [], next: null, names: {} } }, { actor: admin, t });
    const acts = view.main.map(({ key, act }) => [key, act?.href]);
    expect(acts).toEqual([
      ['tickets', `/tickets/new?customer=${id(3)}`],
      ['people', `/users/new?organisation=${id(3)}`],
      ['contacts', `/contacts/new?organisation=${id(3)}`],
    ]);
    expect(view.side[0]?.facts[1]?.values[0]?.href).toBeNull();
  });

  it('shows no people to readers who may not look people up', () => {
    const view = organisationView(item, { ...around, people: null, contacts: null }, { actor: reader('organisation.read'), t });
    expect([view.main, view.acts, view.more]).toEqual([[], [], []]);
  });
});

it('a built-in role can be read and not changed', () => {
  const [role] = builtInRoles;
  if (role === undefined) throw new Error('there are none');
  const view = roleView(role, {}, { actor: admin, t });
  expect([view.title, view.acts, view.main.length > 0]).toEqual(['Customer user', [], true]);
});
