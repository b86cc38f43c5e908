import { readFileSync } from 'node:fs';
import { people } from './desk-people';
import { addressOf, knownIn, type Known, type PageExample } from './page-examples';
import { Visitor } from './visitor';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const sizes = [
  { width: 1440, height: 900 },
  { width: 375, height: 740 },
] as const;
/** What 1440 and 1280 pixels leave at 200 and at 400 %. */
const zoomed = [720, 320] as const;

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

let found: Promise<Known> | null = null;
/** What the addresses of the examples stand for. */
const known = (): Promise<Known> => (found ??= visitorAs('paula').then(knownIn));

/** What is wrong with a page, as somebody sees it: in light and dark, on a wide screen and on a phone, and enlarged. */
export async function wrongWith(shown: PageExample): Promise<readonly string[]> {
  const address = addressOf(shown, await known());
  const visitor = await visitorAs(shown.as);
  const wrong: string[] = [];
  const status = await visitor.goes(address);
  if (status >= 500) wrong.push(`it answers ${status}`);
  await visitor.says(axe);
  for (const size of sizes) {
    await visitor.page.setViewport(size);
    wrong.push(...(await tooWide(visitor)));
    for (const theme of ['light', 'dark'] as const) {
      await visitor.prefers(theme);
      await visitor.says('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))');
      wrong.push(...(await violations(visitor)).map((violation) => `${size.width} ${theme}: ${violation}`));
    }
  }
  for (const width of zoomed) {
    await visitor.page.setViewport({ width, height: 450 });
    wrong.push(...(await tooWide(visitor)));
  }
  return [...wrong, ...visitor.troubles.splice(0)];
}

async function tooWide(visitor: Visitor): Promise<readonly string[]> {
  const [width, by] = (await visitor.says('[innerWidth, document.documentElement.scrollWidth - innerWidth]')) as [number, number];
  return by > 0 ? [`${width}: wider than the screen by ${by}`] : [];
}

async function violations({ page }: Visitor): Promise<readonly string[]> {
  const run = `axe.run(document, { runOnly: ${JSON.stringify(tags)}, resultTypes: ['violations'] }).then(({ violations }) => violations)`;
  const told = (await page.evaluate(run)) as readonly Violation[];
  return told.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  );
}
