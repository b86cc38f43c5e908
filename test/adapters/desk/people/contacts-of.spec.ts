import { contactsOf } from '../../../../src/adapters/desk/people/contacts-of';
import type { ContactId, UserId } from '../../../../src/domain/kernel/ids';
import { readModelsOf } from '../../../dsl/projecting';
import * as desk from '../../../projections/desk';

test('the requester is reached by phone and e-mail for readers who may see people of that organisation, and for no others', async () => {
  const models = await readModelsOf(desk.chronicle().facts);
  const [carl, anna] = [{ contact: desk.carl as ContactId }, { user: desk.anna as UserId }];
  expect(await contactsOf(models, desk.admin, carl)).toEqual({ phones: ['+358 1'], emails: ['carl@example.org'] });
  expect(await contactsOf(models, desk.admin, anna)).toEqual({ phones: [], emails: [expect.stringContaining('@example.org')] });
  for (const who of [desk.outsider, desk.without(desk.admin, 'user.read')])
    expect(await contactsOf(models, who, carl)).toEqual({ phones: [], emails: [] });
});
