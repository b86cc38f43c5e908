import type { DecisionContext } from '../../../src/domain/context';
import { normaliseEmail, normaliseSerial, reservation, type ReservationEvent } from '../../../src/domain/people/reservation';
import { examplesOf } from '../../dsl/given';
import { contextOf, id, worldOf } from '../../dsl/world';
import { customerAdmin, organisations } from './people';

const first = `user-${id(1)}`;
const second = `user-${id(2)}`;
const given = examplesOf(reservation, (): DecisionContext =>
  contextOf({ actor: customerAdmin, world: worldOf({ organisations }) }),
);

const claim = (target: string, command = id(500)) => ({ type: 'ClaimReservation', target, command }) as const;
const claimed = (target: string, command = id(500)): ReservationEvent => ({
  type: 'Claimed',
  audience: 'everyone',
  data: { target, command },
});
const released: ReservationEvent = { type: 'Released', audience: 'everyone', data: { target: first } };
const at = (time: string) => ({ recordedAt: `2026-11-23T${time}:00.000Z` });
const now = (time: string) => ({ now: `2026-11-23T${time}:00.000Z` });
const firstExists = { world: worldOf({ users: [{ id: id(1), organisation: id(3), active: true }] }) };

describe('a reserved value (rule 5)', () => {
  it('is given to the first claim and refused to the second', () => {
    given([])
      .when(claim(first))
      .then([claimed(first)]);
    given([{ ...claimed(first), ...at('11:55') }])
      .when(claim(second))
      .thenRejects('already-exists');
  });

  it('records nothing when claimed again for the same target', () =>
    given([claimed(first)])
      .when(claim(first, id(501)))
      .thenNothing());

  it('is taken over after 10 minutes if the target of its claim was never created', () => {
    const past = [{ ...claimed(first), ...at('11:00') }];
    given(past).when(claim(second), now('11:09')).thenRejects('already-exists');
    given(past)
      .when(claim(second), now('11:10'))
      .then([claimed(second)]);
    given(past)
      .when(claim(second), { ...now('11:10'), ...firstExists })
      .thenRejects('already-exists');
  });

  it('is never taken over from a target that decisions cannot see', () => {
    given([{ ...claimed('device-7'), ...at('09:00') }])
      .when(claim(second))
      .thenRejects('already-exists');
  });

  it('is taken over at once from an erased person, who may come back', () => {
    const gone = worldOf({ users: [{ id: id(1), organisation: id(3), active: false, erased: true }] });
    given([claimed(first)])
      .when(claim(second), { world: gone })
      .then([claimed(second)]);
  });

  it('is free again once its holder releases it', () => {
    given([claimed(first)])
      .when({ type: 'ReleaseReservation', target: first })
      .then([released]);
    given([claimed(first)])
      .when({ type: 'ReleaseReservation', target: second })
      .thenNothing();
    given([]).when({ type: 'ReleaseReservation', target: first }).thenNothing();
    given([claimed(first), released])
      .when(claim(second))
      .then([claimed(second)]);
  });

  it('loads its present holder', () => {
    const state = { target: first, command: id(500), since: '2026-11-23T11:00:00.000Z' };
    expect(reservation.needs(claim(second), state)).toEqual([['user', id(1)]]);
    expect(reservation.needs(claim(second), null)).toEqual([]);
  });
});

describe('normalised values, version 1', () => {
  const toAscii = (domain: string) => (domain === 'bücher.example' ? 'xn--bcher-kva.example' : '');

  it.each([
    ['  Ada@Example.ORG ', 'ada@example.org'],
    ['ada@BÜCHER.example', 'ada@xn--bcher-kva.example'],
    ['a\u0308da@example.org', 'äda@example.org'],
    ['"a@b"@example.org', '"a@b"@example.org'],
    ['ISTANBUL@example.org', 'istanbul@example.org'],
  ])('normalises %j to %j', (email, normalised) => expect(normaliseEmail(email, toAscii)).toBe(normalised));

  it('trims, composes and lower-cases serial numbers', () => expect(normaliseSerial(' SN-A\u0308 1 ')).toBe('sn-ä 1'));
});
