import { PeopleFirst } from '../../../src/adapters/cqrs/people-first';
import type { CommandOutcome, CommandRequest } from '../../../src/adapters/cqrs/execute-command';
import { GiveWay } from '../../../src/adapters/import/give-way';

const outcome = (position: string): CommandOutcome => ({ stream: 's', revision: 0, position, recorded: [], repeated: false });

describe('an import with active users', () => {
  it('waits while a user waits for a command, then continues', async () => {
    let release = (): void => undefined;
    const slow = new Promise<void>((resolve) => (release = resolve));
    const people = new PeopleFirst({ execute: () => slow.then(() => outcome('1')) });
    const giveWay = new GiveWay({
      isAnyoneWaiting: () => people.isAnyoneWaiting,
      models: { waitFor: () => Promise.resolve(true) },
      names: [],
    });
    const command = people.execute({ origin: { kind: 'witnessed' } } as CommandRequest);
    let hasStarted = false;
    const step = giveWay.before().then(() => (hasStarted = true));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(hasStarted).toBe(false);
    release();
    await Promise.all([command, step]);
    expect(hasStarted).toBe(true);
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
