import type { Access, AccessNote } from '../../../src/adapters/access-log/access-log.port';
import { accessRecorder, type RecorderParts } from '../../../src/adapters/access-log/recorder';
import { hour } from '../../../src/domain/kernel/instant';
import { stoppedClock } from '../../dsl/command-side';
import { until } from '../../dsl/until';
import { id } from '../../dsl/world';

const view = (user: string, ticket: string): AccessNote => ({
  kind: 'ticket-viewed',
  user,
  ticket,
  oncePerHour: `${user} ${ticket}`,
});
const empty = { user: null, organisation: null, ticket: null, ticketOwner: null, file: null, token: null };
const resolved = { ...empty, session: null, address: null, device: null, detail: null };

function stage(parts: Partial<RecorderParts> = {}) {
  const clock = stoppedClock();
  const written: Access[] = [];
  const failures: unknown[] = [];
  const state = { isDown: false };
  const recorder = accessRecorder({
    log: {
      append: (accesses) => {
        if (state.isDown) return Promise.reject(new Error('disk full'));
        written.push(...accesses);
        return Promise.resolve();
      },
    },
    resolve: (notes) =>
      Promise.resolve(
        notes.map(({ user, ticket, detail }) => ({
          ...resolved,
          user: user ?? null,
          ticket: ticket ?? null,
          detail: detail ?? null,
        })),
      ),
    onFailure: (error) => failures.push(error),
    ...{ clock, flushMs: 1, ...parts },
  });
  return { clock, written, failures, state, recorder };
}

describe('the access recorder', () => {
  it('records a view once an hour for each person and ticket', async () => {
    const { recorder, clock, written } = stage();
    for (let times = 0; times < 3; times++) recorder.record(view(id(1), 'CT-000001'));
    recorder.record(view(id(2), 'CT-000001'));
    recorder.record(view(id(1), 'CT-000002'));
    clock.pass(hour);
    recorder.record(view(id(1), 'CT-000001'));
    await recorder.close();
    expect(written.map(({ user, ticket }) => [user, ticket])).toEqual([
      [id(1), 'CT-000001'],
      [id(2), 'CT-000001'],
      [id(1), 'CT-000002'],
      [id(1), 'CT-000001'],
    ]);
  });

  it('records every sign-in with its own time', async () => {
    const { recorder, clock, written } = stage({ flushMs: 3_600_000 });
    recorder.record({ kind: 'sign-in-failed', user: id(1) });
    clock.pass(1000);
    recorder.record({ kind: 'sign-in-failed', user: id(1) });
    await recorder.close();
    expect(written.map(({ at }) => Date.parse(at))).toEqual([0, 1000].map((ms) => Date.parse(written[0]?.at ?? '') + ms));
  });

  it('never throws while it cannot write, reports the failure, and writes everything once it can', async () => {
    const { recorder, written, failures, state } = stage();
    state.isDown = true;
    recorder.record({ kind: 'signed-in', user: id(1) });
    await until(() => failures.length > 1);
    recorder.record({ kind: 'signed-out', user: id(1) });
    state.isDown = false;
    await until(() => written.length === 2);
    expect([written.map(({ kind }) => kind), failures.at(-1)]).toEqual([['signed-in', 'signed-out'], null]);
    await recorder.close();
  });

  it('drops notes beyond its limit, and records their number', async () => {
    const { recorder, written } = stage({ mostWaiting: 3, flushMs: 3_600_000 });
    for (let user = 1; user <= 10; user++) recorder.record({ kind: 'signed-in', user: id(user) });
    await recorder.close();
    expect(written.map(({ kind, detail }) => [kind, detail])).toEqual([
      ...Array.from({ length: 3 }, () => ['signed-in', null]),
      ['entries-missed', '7'],
    ]);
  });

  it('writes its queue in batches before it closes', async () => {
    const { recorder, written } = stage({ flushMs: 3_600_000 });
    for (let user = 1; user <= 150; user++) recorder.record({ kind: 'signed-in', user: id(user) });
    for (let user = 1; user <= 349; user++) recorder.record({ kind: 'signed-out', user: id(user) });
    await recorder.close();
    expect(written).toHaveLength(499);
  });

  it('closes even if nothing can be written', async () => {
    const { recorder, state } = stage({ flushMs: 3_600_000 });
    state.isDown = true;
    recorder.record({ kind: 'signed-in', user: id(1) });
    await expect(recorder.close()).resolves.toBeUndefined();
  });
});
