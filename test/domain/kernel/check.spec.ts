import { isWellFormed, problemsOf } from '../../../src/domain/kernel/check';
import {
  choice,
  either,
  email,
  files,
  given,
  id as idOf,
  instant,
  internal,
  line,
  list,
  nullable,
  object,
  optional,
  otherwise,
  text,
  unlessImported,
  whole,
  yesNo,
  type Field,
} from '../../../src/domain/kernel/fields';
import { userCommands } from '../../../src/domain/people/user.commands';
import { ticketCommands } from '../../../src/domain/ticket/ticket.commands';
import { id } from '../../dsl/world';

const about = { about: 'A field.' };
const user = idOf('user', about);
const watcher = object({ watcher: given('new-id'), kind: choice(['reply', 'close'], about) }, about);

/** The values that a client may and may not send for each kind of field. */
const table: readonly (readonly [string, Field, readonly unknown[], readonly unknown[]])[] = [
  [
    'text',
    text(3, about),
    ['a', 'a\tb', '\n.\n', '😀😀😀'],
    ['', ' \n', 'abcd', 'a\u0000', 'a\u0085', '\ud800a', 1, null, undefined],
  ],
  ['a line', line(3, about), ['a b', 'ß'], ['', '  ', 'a\tb', 'a\nb', 'abcd', 'a\udc00', []]],
  [
    'an e-mail address',
    email(about),
    ['a@b', `${'a'.repeat(64)}@${'b'.repeat(189)}`],
    ['a', 'a@', 'a b@c', 'a@b,c@d', `a@${'b'.repeat(190)}`, 'a@b\u0000'],
  ],
  ['a choice', choice(['low', 'high'], about), ['low'], ['Low', '', null, ['low']]],
  ['an id', user, [id(7)], ['7', id(7).replace('-', ''), 'ABCDEF00-0000-4000-8000-000000000000']],
  ['a whole number', whole(1, 3, about), [1, 3], [0, 4, 1.5, '1', NaN, true]],
  ['a yes or no', yesNo(about), [true, false], ['true', 0]],
  ['a time', instant(about), ['2026-11-23T18:11:54.000Z'], ['2026-11-23', '2026-02-30T00:00:00.000Z', 5]],
  [
    'a list',
    list(line(9, about), { max: 2 }, about),
    [['a'], ['a', 'b']],
    [[], ['a', 'a'], ['a', 'b', 'c'], [''], 'a', { 0: 'a' }],
  ],
  [
    'a list of objects',
    list(watcher, { min: 0, max: 2, by: 'kind' }, about),
    [[], [{ kind: 'reply' }, { kind: 'close' }]],
    [[{ kind: 'reply' }, { kind: 'reply' }], [{}], ['reply'], [{ kind: 'reply', watcher: id(1) }]],
  ],
  [
    'an object',
    object({ a: optional(user) }, about),
    [{}, { a: id(1) }],
    [[], { b: 1 }, { constructor: 1 }, JSON.parse('{"__proto__": {}}'), null],
  ],
  [
    'one of two',
    either({ a: user, b: user }, about),
    [{ a: id(1) }, { b: id(1) }],
    [{}, { a: id(1), b: id(1) }, { c: id(1) }, { a: 1 }],
  ],
  ['uploads', files({ max: 2 }, about), [[], [id(1)]], [['x'], [id(1), id(2), id(3)], id(1)]],
  ['a nullable field', nullable(user), [null, id(1)], [undefined, 1]],
  ['an optional field', optional(user), [undefined, id(1)], [null]],
  ['a field with a default', otherwise(id(1), user), [undefined, id(1)], [null, 1]],
  ['a field that imports may omit', unlessImported(user), [id(1)], [undefined, null]],
  ['a field that the desk provides', given('command-id'), [undefined], [id(1), null]],
  ['a field that only processes provide', internal(), [undefined], [id(1), null]],
];

test.each(table)('%s from a client: accepts valid values and refuses invalid ones', (_, field, good, bad) => {
  const sent = (value: unknown): object => (value === undefined ? {} : { field: value });
  expect(good.filter((value) => !isWellFormed({ field }, sent(value)))).toEqual([]);
  expect(bad.filter((value) => isWellFormed({ field }, sent(value)))).toEqual([]);
});

test.each([null, [], 'text', 5, undefined])('refuses %p as a body', (input) => {
  expect(isWellFormed({}, input)).toBe(false);
});

test('finds no problems in values that a client may send, and names invalid values by path', () => {
  const fields = {
    a: line(3, about),
    b: object({ c: list(watcher, { max: 2 }, about) }, about),
    d: optional(either({ e: user, f: user }, about)),
  };
  expect(
    problemsOf(fields, { type: 'More', a: 'x', b: { c: [{ watcher: id(1), kind: 'reply' }] } }, { importing: false }),
  ).toEqual({});
  expect(problemsOf(fields, { a: '', b: { c: [{ kind: 'x' }] }, d: {} }, { importing: false })).toEqual({
    a: '1 to 3 characters, not only spaces',
    'b.c.0.watcher': 'a value',
    'b.c.0.kind': 'one of reply, close',
    d: 'exactly one of e and f',
  });
  expect(problemsOf(fields, { b: { c: [] } }, { importing: false })).toEqual({
    a: '1 to 3 characters, not only spaces',
    'b.c': '1 to 2 entries, without duplicates',
  });
});

test('lets imports leave texts empty and use control characters, but not in lines and codes', () => {
  const { title, description, details } = ticketCommands.OpenTicket.fields;
  const { name } = userCommands.RegisterUser.fields;
  const imported = { title: '', details: { category: '' }, name: '' };
  const fields = { title, details, name };
  expect(Object.keys(problemsOf(fields, imported, { importing: true }))).toEqual(['details.category', 'name']);
  expect(Object.keys(problemsOf(fields, imported, { importing: false }))).toEqual(['title', 'details.category', 'name']);
  expect(problemsOf({ description }, { description: 'a\u000bb' }, { importing: true })).toEqual({});
  expect(problemsOf({ title }, { title: 'a\ud800' }, { importing: true })).not.toEqual({});
});
