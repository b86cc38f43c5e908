import type { DecisionContext } from '../../../src/domain/context';
import { permissions } from '../../../src/domain/people/permission';
import { settlements, type FactPassedOver, type PassedOver } from '../../../src/domain/settlements/settlements';
import { examplesOf } from '../../dsl/given';
import { actor, contextOf, id } from '../../dsl/world';

const root = actor({ user: id(1), organisation: id(2), organisationKind: 'admin', permissions: new Set(permissions) });
const context = (): DecisionContext => contextOf({ actor: root });
const given = examplesOf(settlements, context);
const bad: PassedOver = { stream: 'ticket-hello', revision: 0, contentHash: 'ab'.repeat(32), hash: null };
const passedOver = (one: PassedOver): FactPassedOver => ({ type: 'FactPassedOver', audience: 'staff', data: one });
const passOver = (one: PassedOver) => ({ type: 'PassOverFact', ...one }) as const;

describe('a settlement of an unreadable fact', () => {
  it('records where the fact stands and what was found there', () => {
    given([])
      .when(passOver(bad))
      .then([passedOver(bad)]);
  });

  it('records nothing when the same was settled before, and a new one when something else is found there now', () => {
    const altered = { ...bad, contentHash: 'cd'.repeat(32) };
    given([passedOver(bad)])
      .when(passOver(bad))
      .then([]);
    given([passedOver(bad)])
      .when(passOver(altered))
      .then([passedOver(altered)]);
    given([passedOver(bad), passedOver(altered)])
      .when(passOver(altered))
      .then([]);
  });

  it('is refused to everybody but operators of the root organisation', () => {
    const others = [
      actor({ user: id(1), organisation: id(2), organisationKind: 'admin', permissions: new Set() }),
      actor({ user: id(1), organisation: id(2), organisationKind: 'partner', permissions: new Set(permissions) }),
    ];
    for (const other of others) {
      examplesOf(settlements, () => contextOf({ actor: other }))([])
        .when(passOver(bad))
        .thenRejects('not-permitted');
    }
  });
});
