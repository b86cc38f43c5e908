import { Writable } from 'node:stream';
import { EventLine } from '../../../../src/adapters/pages/live/event-line';
import { reading } from './stage';

/** A client that reads when the test says so. */
function slow() {
  const taken: string[] = [];
  let take = (): void => undefined;
  const out = new Writable({
    highWaterMark: 1,
    write(chunk, _coding, done) {
      taken.push(String(chunk));
      take = done;
    },
  });
  const read = (): void => {
    const done = take;
    take = () => undefined;
    done();
  };
  return { out, taken, read };
}

describe('a line of events', () => {
  it('for a client that never reads keeps one message per kind, and is dropped at the second beat', () => {
    const { out, taken } = slow();
    const line = new EventLine(out);
    expect(line.beat()).toBe(true);
    for (let revision = 1; revision <= 100_000; revision += 1) line.send('changed', { ticket: 'CT-000001', revision });
    expect([taken.length, out.writableLength < 200]).toEqual([1, true]);
    expect(line.beat()).toBe(false);
    line.end();
    expect(out.destroyed).toBe(true);
  });

  it('for a slow client sends the newest message of each kind', async () => {
    const { out, taken, read } = slow();
    const line = new EventLine(out);
    line.beat();
    for (const revision of [1, 2, 3]) line.send('changed', { ticket: 'CT-000001', revision });
    line.send('list', {});
    for (let turn = 0; turn < 4; turn += 1) {
      read();
      await new Promise(setImmediate);
    }
    expect(taken).toEqual([
      ': beat\n\n',
      'event: changed\ndata: {"ticket":"CT-000001","revision":3}\n\nevent: list\ndata: {}\n\n',
    ]);
    expect(line.beat()).toBe(true);
  });

  it('sends nothing after its end', () => {
    const { out, heard, isEnded } = reading();
    const line = new EventLine(out);
    line.end();
    line.send('list', {});
    expect([heard(), isEnded()]).toEqual(['', true]);
  });
});
