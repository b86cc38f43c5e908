import { wrongWith } from '../dsl/accessible';
import { pageExamples } from '../dsl/page-examples';
import { describeInBrowser } from '../dsl/visitor';

// Every page but those of tickets, in light and dark, on a wide screen and on a phone: axe-core finds nothing, nothing is wider than the
// screen, also at 200 and 400 %, and no script or style is refused.

const examples = Object.entries(pageExamples).flatMap(([route, shown]) => (route.startsWith('/tickets') ? [] : shown));

describeInBrowser('every page', () => {
  it.each(examples)('$name ($path as $as) is for everybody', async (shown) => {
    expect(await wrongWith(shown)).toEqual([]);
  });
});
