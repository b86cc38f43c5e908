import { erasuresOf } from '../../../src/adapters/privacy/carried-out';

function waiting(patience = 60_000) {
  let position: string | null = null;
  const stop = new AbortController();
  const ops = { checkpoint: () => Promise.resolve(position === null ? null : { name: 'reactor:x', position, token: 1 }) };
  const erasures = erasuresOf({ ops, checkpoint: 'reactor:x', signal: stop.signal, patience });
  let done = false;
  const finished = erasures.carriedOut('0007').then(() => void (done = true));
  return { reach: (to: string) => void (position = to), stop, finished, isDone: () => done };
}

describe('the answer to an erasure', () => {
  it('waits until the reactor has passed its fact', async () => {
    const { reach, finished, isDone } = waiting();
    reach('0006');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isDone()).toBe(false);
    reach('0007');
    await finished;
  });

  it('comes after some time on a desk too large for it, because the fact is recorded', async () => {
    await waiting(30).finished;
  });

  it('does not hold up the end of the server', async () => {
    const { stop, finished } = waiting();
    stop.abort();
    await finished;
  });
});
