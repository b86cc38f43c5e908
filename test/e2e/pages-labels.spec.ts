import { Api } from '../dsl/api';
import { textOf } from '../dsl/browser';
import { visits } from '../dsl/visits';

// C27 over the started server: an organisation's own words are seen by its people and by nobody else.

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(() => api.stop());

const { as } = visits(() => api);

it("C27 shows an administrator's words only in their language and to their organisation", async () => {
  const admin = await as('Administrator');
  await admin.open('/settings/words?language=en');
  const refused = await admin.send('/settings/words', { language: 'en', 'label:layout.menu.tickets': 'x'.repeat(61) });
  expect([refused.status, refused.html.includes('x'.repeat(61))]).toEqual([422, true]);
  const saved = await admin.send('/settings/words', { language: 'en', 'label:layout.menu.tickets': '<b>Work orders</b>' });
  expect([saved.path, textOf(saved.html)]).toEqual(['/settings/words?language=en', expect.stringContaining('Words saved.')]);
  expect((await admin.open('/')).html).toContain('&lt;b&gt;Work orders&lt;/b&gt;');
  const customer = await as('Ben');
  expect((await customer.open('/')).html).not.toContain('Work orders');
  expect((await customer.open('/settings/words')).status).toBe(403);
});
