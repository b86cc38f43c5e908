import type { AggregateLoader } from '../../../src/adapters/world/aggregate-loader.port';
import { RememberedAnswers, rememberedWorld } from '../../../src/adapters/world/remembered';
import type { World } from '../../../src/domain/context';
import { organisation } from '../../../src/domain/people/organisation';
import { user } from '../../../src/domain/people/user';
import { worldOf } from '../../dsl/world';

const loader: AggregateLoader = { load: ({ initial }) => Promise.resolve(initial) };

describe('a cached answer', () => {
  function given() {
    const answers = new RememberedAnswers<string>(loader);
    let asked = 0;
    const ask = (question: string, ...users: readonly string[]) =>
      answers.ask(question, async (from) => {
        for (const one of users) await from.load(user, one);
        return `${question} ${++asked}`;
      });
    return { answers, ask };
  }

  it('is returned for the same question only', async () => {
    const { ask } = given();
    expect([await ask('a', '1'), await ask('a', '1'), await ask('b', '1'), await ask('a', '1')]).toEqual([
      'a 1',
      'a 1',
      'b 2',
      'a 1',
    ]);
  });

  it('is invalidated by a change of a stream that it was made from, and by no other', async () => {
    const { answers, ask } = given();
    await ask('a', '1', '2');
    await ask('b', '2');
    answers.changed('clock-1');
    answers.changed('user-3');
    expect(await ask('a', '1', '2')).toBe('a 1');
    answers.changed('user-1');
    expect([await ask('a', '1', '2'), await ask('b', '2')]).toEqual(['a 3', 'b 2']);
    answers.changed('user-2');
    expect([await ask('a', '1', '2'), await ask('b', '2')]).toEqual(['a 4', 'b 5']);
  });

  it('is invalidated by a change while it is made, because it may be older', async () => {
    const answers = new RememberedAnswers<string>(loader);
    const early = await answers.ask('a', async (from) => {
      await from.load(user, '1');
      answers.changed('user-1');
      await from.load(user, '2');
      return 'early';
    });
    expect([early, await answers.ask('a', () => Promise.resolve('later'))]).toEqual(['early', 'later']);
  });

  it('is never a failure, so the next question tries again', async () => {
    const answers = new RememberedAnswers<string>(loader);
    await expect(answers.ask('a', () => Promise.reject(new Error('no store')))).rejects.toThrow('no store');
    expect(await answers.ask('a', () => Promise.resolve('well'))).toBe('well');
  });
});

describe('the world of a command', () => {
  it('is cached if it needs only organisations, until one of them changes', async () => {
    const answers = new RememberedAnswers<World>(loader);
    let loaded = 0;
    const world = rememberedWorld(answers, loader, async (from, needs) => {
      for (const [, id] of needs) await from.load(organisation, id);
      loaded += 1;
      return worldOf({});
    });
    await world([
      ['organisation', '1'],
      ['organisation', '2'],
    ]);
    await world([
      ['organisation', '1'],
      ['organisation', '2'],
    ]);
    expect(loaded).toBe(1);
    answers.changed('organisation-2');
    await world([
      ['organisation', '1'],
      ['organisation', '2'],
    ]);
    expect(loaded).toBe(2);
    await world([
      ['organisation', '1'],
      ['user', '1'],
    ]);
    await world([
      ['organisation', '1'],
      ['user', '1'],
    ]);
    expect(loaded).toBe(4);
  });
});
