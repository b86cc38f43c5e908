import { readFileSync } from 'node:fs';
import { Api } from '../dsl/api';
import { people } from '../dsl/desk-people';
import { addressOf, knownIn, noPages, pageExamples, type Known, type PageExample } from '../dsl/page-examples';
import { pageRoutes } from '../dsl/page-routes';
import { describeInBrowser, Visitor } from '../dsl/visitor';

// Every page, in light and dark, on a wide screen and on a phone: axe-core finds nothing, nothing is wider than the screen, and no script
// or style is refused.

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

const visitors = new Map<PageExample['as'], Promise<Visitor>>();
function visitorAs(who: PageExample['as']): Promise<Visitor> {
  const known = visitors.get(who) ?? (who === null ? Visitor.stranger() : Visitor.signedIn(people[who]));
  visitors.set(who, known);
  return known;
}

async function findings({ page }: Visitor): Promise<readonly string[]> {
  const run = `axe.run(document, { runOnly: ${JSON.stringify(tags)}, resultTypes: ['violations'] }).then(({ violations }) => violations)`;
  const found = (await page.evaluate(run)) as readonly Violation[];
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  );
}

const widths = [
  { width: 1440, height: 900 },
  { width: 375, height: 740 },
] as const;

describeInBrowser('every page', () => {
  let known: Known;
  beforeAll(async () => {
    known = await knownIn(await visitorAs('paula'));
  });

  it('has an example here', async () => {
    const api = await Api.start();
    const routes = pageRoutes(api, 'GET');
    await api.stop();
    expect(routes.filter((route) => !(route in pageExamples) && !noPages.includes(route))).toEqual([]);
    expect(Object.keys(pageExamples).filter((route) => !routes.includes(route))).toEqual([]);
  });

  it.each(Object.values(pageExamples).flat())('$name ($path as $as) is for everybody', async (shown) => {
    const visitor = await visitorAs(shown.as);
    const found: string[] = [];
    expect(await visitor.goes(addressOf(shown, known))).toBeLessThan(500);
    await visitor.says(axe);
    for (const size of widths) {
      await visitor.page.setViewport(size);
      const wide = Number(await visitor.says('document.documentElement.scrollWidth - innerWidth'));
      if (wide > 0) found.push(`${size.width}: wider than the screen by ${wide}`);
      for (const value of ['light', 'dark'] as const) {
        await visitor.prefers(value);
        await visitor.says('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))');
        found.push(...(await findings(visitor)).map((finding) => `${size.width} ${value}: ${finding}`));
      }
    }
    expect([...found, ...visitor.troubles.splice(0)]).toEqual([]);
  });
});
