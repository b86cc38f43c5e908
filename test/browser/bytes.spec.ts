import { people } from '../dsl/desk-people';
import { addressOf, knownIn, pageExamples } from '../dsl/page-examples';
import { describeInBrowser, Visitor } from '../dsl/visitor';

// What comes over the wire, every request of a page together, as Chromium counts it.

const kB = 1_000;

async function bytesOf(visitor: Visitor, path: string): Promise<number> {
  const session = await visitor.page.createCDPSession();
  let sum = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (sum += encodedDataLength));
  await session.send('Network.enable');
  await visitor.goes(path);
  await visitor.waits(`document.readyState === 'complete' && document.fonts.status === 'loaded'`);
  await session.detach();
  return sum;
}

describeInBrowser('bytes', () => {
  it('the first page costs at most 110 kB, and each one after it at most 20 kB', async () => {
    const known = await knownIn(await Visitor.signedIn(people.paula));
    const examples = Object.values(pageExamples)
      .flat()
      .filter(({ as }) => as === 'anja');
    const costly: string[] = [];
    const visitor = await Visitor.signedIn(people.anja);
    // With names whose letters need a second file of the font.
    const first = await bytesOf(visitor, '/?scope=all');
    if (first > 110 * kB) costly.push(`the first page costs ${first} at first`);
    for (const shown of examples) {
      const path = addressOf(shown, known);
      const next = await bytesOf(visitor, path);
      if (next > 20 * kB) costly.push(`${path} costs ${next}`);
    }
    expect(costly).toEqual([]);
    expect(first).toBeGreaterThan(20 * kB);
  });
});
