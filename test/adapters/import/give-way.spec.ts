import { PeopleFirst } from '../../../src/adapters/cqrs/people-first';
import type { CommandOutcome, CommandRequest } from '../../../src/adapters/cqrs/execute-command';
import { GiveWay } from '../../../src/adapters/import/give-way';

const outcome = (position: string): CommandOutcome => ({ stream: 's', revision: 0, position, recorded: [], repeated: false });

describe('an import with active users', () => {
  it('waits a little while a user waits for a command, and continues even if one always does', async () => {
    const people = new PeopleFirst({ execute: () => new Promise(() => undefined) });
    const giveWay = new GiveWay({
      isAnyoneWaiting: () => people.isAnyoneWaiting,
      models: { waitFor: () => Promise.resolve(true) },
      names: [],
    });
    void people.execute({ origin: { kind: 'witnessed' } } as CommandRequest);
    const began = performance.now();
    await giveWay.before();
    expect(performance.now() - began).toBeGreaterThan(4);
  });

  it('does not wait for its own commands', () => {
    const people = new PeopleFirst({ execute: () => new Promise(() => undefined) });
    void people.execute({ origin: { kind: 'imported' } } as CommandRequest);
    expect(people.isAnyoneWaiting).toBe(false);
  });

  it('waits until the read models show its facts of some hundred commands ago, not the newest', async () => {
    const waited: string[] = [];
    const waitFor = (_: readonly string[], position: string): Promise<boolean> => Promise.resolve(waited.push(position) > 0);
    const giveWay = new GiveWay({ isAnyoneWaiting: () => false, models: { waitFor }, names: ['ticket-list'] });
    for (let i = 1; i <= 750; i++) {
      await giveWay.before();
      giveWay.recorded(outcome(String(i).padStart(4, '0')));
    }
    expect(waited).toEqual(['0249', '0499']);
  });
});
