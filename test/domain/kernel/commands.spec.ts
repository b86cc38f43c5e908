import { verbOf, type Resource } from '../../../src/domain/kernel/commands';
import { isFromOutside, isRequired } from '../../../src/domain/kernel/fields';
import { contacts } from '../../../src/domain/people/contact.commands';
import { organisations } from '../../../src/domain/people/organisation.commands';
import { roles } from '../../../src/domain/people/role.commands';
import { users } from '../../../src/domain/people/user.commands';

const verbsOf = ({ noun, commands }: Resource): string =>
  Object.keys(commands)
    .map((type) => verbOf(type, noun))
    .join(' ');

test.each<[Resource, string]>([
  [
    organisations,
    'found rename change-parent add-team rename-team add-team-member remove-team-member engage-service-provider release-service-provider change-preferences',
  ],
  [
    users,
    'register revise approve suspend resume grant-role revoke-role grant-permission withdraw-permission reset-permission erase',
  ],
  [contacts, 'record revise erase'],
  [roles, 'define revise'],
])('a command has one public name, without the noun of its aggregate', (resource, verbs) => {
  expect(verbsOf(resource)).toBe(verbs);
});

test('clients must send the e-mail address, which imports may omit, and cannot send whether the user may sign in', () => {
  const { organisation, email, login } = users.commands.RegisterUser.fields;
  expect([organisation, email].map(isRequired)).toEqual([false, true]);
  expect([organisation, email, login].map(isFromOutside)).toEqual([true, true, false]);
});
