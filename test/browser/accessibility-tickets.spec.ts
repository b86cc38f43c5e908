import { wrongWith } from '../dsl/accessible';
import { Api } from '../dsl/api';
import { noPages, pageExamples } from '../dsl/page-examples';
import { pageRoutes } from '../dsl/page-routes';
import { describeInBrowser } from '../dsl/visitor';

// The other half of accessibility.spec.ts, for a second worker.

const examples = Object.entries(pageExamples).flatMap(([route, shown]) => (route.startsWith('/tickets') ? shown : []));

describeInBrowser('every page of tickets', () => {
  it.each(examples)('$name ($path as $as) is for everybody', async (shown) => {
    expect(await wrongWith(shown)).toEqual([]);
  });
});

it('every page has an example', async () => {
  const api = await Api.start();
  const routes = pageRoutes(api, 'GET');
  await api.stop();
  expect(routes.filter((route) => !(route in pageExamples) && !noPages.includes(route))).toEqual([]);
  expect(Object.keys(pageExamples).filter((route) => !routes.includes(route))).toEqual([]);
});
