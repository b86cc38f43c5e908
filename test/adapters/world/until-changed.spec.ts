import { untilChanged } from '../../../src/adapters/world/until-changed';

describe('an answer kept until the registry changes', () => {
  function given() {
    const world = { changes: 0, asked: 0 };
    const remembered = untilChanged<string>(() => world.changes);
    const ask = (question: string) => remembered(question, () => Promise.resolve(`${question} ${++world.asked}`));
    return { world, remembered, ask };
  }

  it('is given again to the same question, and to no other', async () => {
    const { ask } = given();
    expect([await ask('a'), await ask('a'), await ask('b'), await ask('a')]).toEqual(['a 1', 'a 1', 'b 2', 'a 1']);
  });

  it('is asked for anew after a change', async () => {
    const { world, ask } = given();
    await ask('a');
    world.changes++;
    expect([await ask('a'), await ask('a')]).toEqual(['a 2', 'a 2']);
  });

  it('is asked for anew where the change came while it was made: it may rest on what was before', async () => {
    const { world, remembered, ask } = given();
    const early = remembered('a', () => Promise.resolve().then(() => `seen at ${world.changes++}`));
    expect(await early).toBe('seen at 0');
    expect(await ask('a')).toBe('a 1');
  });

  it('is no failure: the next one asks again', async () => {
    const { remembered, ask } = given();
    await expect(remembered('a', () => Promise.reject(new Error('no store')))).rejects.toThrow('no store');
    expect(await ask('a')).toBe('a 1');
  });
});
