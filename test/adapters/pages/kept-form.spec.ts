import { keepForm, keptForm } from '../../../src/adapters/pages/access/kept-form';
import { againOf, isWorthKeeping } from '../../../src/adapters/pages/problems/sent-again';

const entries = [
  ['form-token', 'a.b'],
  ['key', 'k1'],
  ['body', 'Half an hour of typing.'],
] as const;

describe('a form kept during sign-in', () => {
  it("returns with its key and without the expired session's token (rule 6)", () => {
    expect(keptForm(keepForm('/tickets/CT-000001/do/reply', entries))).toEqual({
      action: '/tickets/CT-000001/do/reply',
      fields: [
        { name: 'key', value: 'k1' },
        { name: 'body', value: 'Half an hour of typing.' },
      ],
      typed: ['Half an hour of typing.'],
    });
  });

  it.each([
    ['no JSON', '{'],
    ['another site', '["https://evil.example/x",[["a","b"]]]'],
    ['another host', '["//evil.example",[["a","b"]]]'],
    ['no pairs', '["/tickets/new",[["a"]]]'],
    ['no list', '["/tickets/new",{"a":"b"}]'],
    ['numbers', '["/tickets/new",[["a",1]]]'],
    ['too many fields', JSON.stringify(['/tickets/new', Array.from({ length: 301 }, () => ['a', 'b'])])],
  ])('is none when it was changed: %s', (_, text) => {
    expect(keptForm(text)).toBeNull();
  });

  it('never contains a password, and is not kept without input', () => {
    expect(
      againOf('/account/password', [
        ['current', 'secret'],
        ['password', 'secret'],
      ]),
    ).toBeNull();
    expect(isWorthKeeping(againOf('/sign-out', [['form-token', 'a.b']]))).toBe(false);
    expect(isWorthKeeping(againOf('/tickets/new', entries))).toBe(true);
  });
});
