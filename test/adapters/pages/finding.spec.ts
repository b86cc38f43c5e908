import type { Finder, Hit } from '../../../src/adapters/desk/finding/finder';
import { rankBySharedWords, significantWords } from '../../../src/adapters/desk/finding/similar-tickets';
import { resolved } from '../../../src/adapters/pages/finding/finding';
import { groupsOf } from '../../../src/adapters/pages/finding/found-view';
import type { Finding } from '../../../src/adapters/pages/forms/finding-field';
import { addressesIn, asFormErrors, typedAsCommand } from '../../../src/adapters/pages/opening/typed-ticket';
import { engagementCards, kindCards } from '../../../src/adapters/pages/opening/cards';
import { site } from '../../../src/adapters/pages/rendering/site';
import type { Actor } from '../../../src/domain/people/actor';
import { actor, id } from '../../dsl/world';

const t = site().words.in('en');
const contact = (at: number, title: string): Hit => ({ kind: 'contact', id: id(at), title, details: ['Leipomo'] });

const who = (values: Partial<Actor> = {}) => actor({ user: id(90), organisation: id(1), organisationKind: 'partner', ...values });

/** Finds what it was given, whatever is asked. */
const knowing = (hits: readonly Hit[]): Pick<Finder, 'find' | 'named'> => ({
  find: () => Promise.resolve(hits),
  named: (_, kind, of) => Promise.resolve(hits.find((hit) => hit.kind === kind && hit.id === of) ?? null),
});

const findings = new Map<string, Finding>([['requester', { what: 'people' }]]);
const typedName = new Map([
  ['requester', ['']],
  ['requester~text', ['Jari']],
]);

describe('a name that was typed and not selected', () => {
  const resolve = (...hits: readonly Hit[]) => resolved(typedName, findings, { finder: knowing(hits), actor: who(), t });

  it('is resolved by a single match, or by an exact one', async () => {
    expect((await resolve(contact(1, 'Jari Korhonen'))).typed.get('requester')).toEqual([`contact:${id(1)}`]);
    const exact = await resolve(contact(1, 'Jari Korhonen'), contact(2, 'Jari'));
    expect([exact.typed.get('requester'), exact.fits.size]).toEqual([[`contact:${id(2)}`], 0]);
  });

  it('needs a choice if several match or none', async () => {
    const several = await resolve(contact(1, 'Jari Korhonen'), contact(2, 'Jari Aalto'));
    expect(several.fits.get('requester')?.map(({ label }) => label)).toEqual(['Jari Korhonen · Leipomo', 'Jari Aalto · Leipomo']);
    expect((await resolve()).fits.get('requester')).toEqual([]);
  });

  it('overrides an earlier selection that differs', async () => {
    const hits = [contact(1, 'Jari Korhonen'), contact(2, 'Jari')];
    const said = async (value: string, text: string | null) => {
      const typed = new Map<string, readonly string[]>([
        ['requester', [value]],
        ...(text === null ? [] : [['requester~text', [text]] as const]),
      ]);
      return (await resolved(typed, findings, { finder: knowing(hits), actor: who(), t })).typed.get('requester');
    };
    expect(await said(`contact:${id(1)}`, 'Jari Korhonen')).toEqual([`contact:${id(1)}`]);
    expect(await said(`contact:${id(1)}`, null)).toEqual([`contact:${id(1)}`]);
    expect(await said(`contact:${id(1)}`, 'Jari')).toEqual([`contact:${id(2)}`]);
    expect(await said(`contact:${id(1)}`, '')).toBeUndefined();
  });
});

it('hits are grouped, each with its URL and form value', () => {
  const organisation: Hit = { kind: 'organisation', id: id(3), title: 'Leipomo', details: [], organisationKind: 'customer' };
  const [people, organisations] = groupsOf([contact(1, 'Jari'), organisation], t, 'person');
  expect(people?.hits[0]).toMatchObject({ value: `contact:${id(1)}`, href: `/contacts/${id(1)}` });
  expect(organisations?.hits[0]).toMatchObject({ detail: 'Customer', href: `/organisations/${id(3)}` });
});

describe('the form of a new ticket', () => {
  it('becomes the command, with watchers, files, and a waiver only for visits (S4.56)', () => {
    const typed = new Map([
      ['watchers', ['a@x.example, b@x.example;a@x.example']],
      ['engagement', ['visit']],
      ['waiver', ['Emergency']],
      ['customer', [id(3)]],
    ]);
    expect(addressesIn(typed)).toEqual(['a@x.example', 'b@x.example']);
    const command = typedAsCommand(typed, [{ id: 'file' }]);
    expect([
      command.get('watchers.1.email'),
      command.get('waivers.0.gate'),
      command.get('files'),
      command.has('customer'),
    ]).toEqual([['b@x.example'], ['visitContract'], ['file'], false]);
    expect(typedAsCommand(new Map([...typed, ['engagement', ['own']]]), []).has('waivers.0.gate')).toBe(false);
    expect([...asFormErrors(new Map([['waivers.0.reason', 'x']]))]).toEqual([['waiver', 'x']]);
  });

  it('explains the conditions of every kind and engagement before the choice (S0.23)', () => {
    expect(kindCards('service', true, t).map(({ value, gates }) => [value, gates.length])).toEqual([
      ['service', 2],
      ['maintenance', 1],
      ['claim', 2],
      ['issue', 0],
    ]);
    expect(kindCards('service', false, t).flatMap(({ gates }) => gates)).toEqual([]);
    const off = (permissions: readonly ('asp.open' | 'ticket.waive-gate')[], isAspBusiness: boolean) =>
      engagementCards('own', { actor: who({ permissions: new Set(permissions) }), isAspBusiness }, t).map(
        (card) => card.off !== null,
      );
    expect(off([], false)).toEqual([false, true, true, false]);
    expect(off(['asp.open', 'ticket.waive-gate'], true)).toEqual([false, false, false, false]);
  });

  it('likely duplicates share more than one of the longer words', () => {
    expect(significantWords('The oven in our bakery is cold')).toEqual(['bakery', 'oven', 'cold']);
    const [a, b, c] = ['a', 'b', 'c'].map((one) => ({ id: one }));
    expect(rankBySharedWords([[a, b], [b], [b, c]].map((page) => page.flatMap((one) => one ?? [])))).toEqual([b]);
  });
});
