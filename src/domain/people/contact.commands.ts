import { command, type CommandOf, type CommandsOf, type Resource } from '../kernel/commands';
import { email, given, id, line, list, optional, otherwise, otherwiseFrom } from '../kernel/fields';
import { maxAddresses, maxName, maxPhone } from '../kernel/form';
import type { ContactId, OrganisationId } from '../kernel/ids';

const atMost = { min: 0, max: maxAddresses };
const phone = line(maxPhone, { about: 'A telephone number.' });
const address = email({ about: 'An e-mail address.' });

export const contactCommands = {
  RecordContact: command(
    'Records a person without an account',
    {
      contact: given<ContactId>('command-id'),
      organisation: otherwiseFrom(
        'own organisation',
        id<OrganisationId>('organisation', { about: 'The organisation of the contact. Default: your own.' }),
      ),
      name: line(maxName, { about: 'Full name.', example: 'Grace Hopper' }),
      phones: otherwise([], list(phone, atMost, { about: 'Telephone numbers.', example: ['+49 30 1234567'] })),
      emails: otherwise([], list(address, atMost, { about: 'E-mail addresses.', example: ['grace@example.org'] })),
    },
    { creates: true },
  ),
  ReviseContact: command('Corrects name, telephone numbers or addresses; fields left out do not change', {
    name: optional(line(maxName, { about: 'The new name.', example: 'Grace Murray Hopper' })),
    phones: optional(list(phone, atMost, { about: 'Replaces the whole list.', example: ['+49 30 7654321'] })),
    emails: optional(list(address, atMost, { about: 'Replaces the whole list.', example: ['hopper@example.org'] })),
  }),
  EraseContact: command('Destroys all personal data for good; the contact stays known as erased'),
};

export type ContactCommand = CommandsOf<typeof contactCommands>;
export type RecordContact = CommandOf<typeof contactCommands, 'RecordContact'>;
export type ReviseContact = CommandOf<typeof contactCommands, 'ReviseContact'>;

export const contacts = { noun: 'contact', plural: 'contacts', commands: contactCommands } as const satisfies Resource;
