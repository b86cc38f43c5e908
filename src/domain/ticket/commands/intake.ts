import { command } from '../../kernel/commands';
import {
  choice,
  email,
  given,
  id,
  list,
  object,
  optional,
  otherwise,
  otherwiseFrom,
  textOrNone,
  title,
} from '../../kernel/fields';
import type { TeamId, UserId, WatcherId } from '../../kernel/ids';
import { engagements, gates, kinds, priorities } from '../ticket.events';
import { maxItems, maxText, maxTitle, maxWatchers } from '../ticket.limits';
import { detailFields } from './details';
import { affectedItem, attachments, mailKindsOf, requester, waiverFields } from './shared';

export const intakeCommands = {
  OpenTicket: command(
    'Opens a ticket',
    {
      number: given<string>('ticket-number'),
      kind: choice(kinds, { about: 'Kind of ticket. Decides which phases and conditions apply.', example: 'service' }),
      engagement: otherwise('own', choice(engagements, { about: 'Contractual basis of the work. Default: own.' })),
      title: title(maxTitle, { about: 'One line.', example: 'Screen of the ticket machine stays black' }),
      description: otherwise(
        '',
        textOrNone(maxText, {
          about: 'Description of the problem. Default: nothing, where the title says it.',
          example: 'Since this morning nothing is shown after switching on.',
        }),
      ),
      priority: otherwise('moderate', choice(priorities, { about: 'Default: moderate.' })),
      requester: otherwiseFrom('asker', {
        ...requester,
        about: 'The person who has the problem: a user or a contact. Default: you.',
      }),
      details: otherwise({}, object(detailFields, { about: 'Codes of your catalogues.' })),
      watchers: otherwise(
        [],
        list(
          object(
            { watcher: given<WatcherId>('address-id'), email: email({ about: 'Address for the mails.' }), kinds: mailKindsOf },
            { about: 'An address that gets e-mails.' },
          ),
          { min: 0, max: maxWatchers, by: 'watcher' },
          { about: 'Other recipients of e-mails.' },
        ),
      ),
      waivers: otherwise(
        [],
        list(
          object(waiverFields, { about: 'A condition that is waived.' }),
          { min: 0, max: gates.length, by: 'gate' },
          { about: 'Conditions waived from the start.' },
        ),
      ),
      technician: optional(id<UserId>('user', { about: 'Technician to assign at once.' })),
      team: optional(id<TeamId>('team', { about: 'Team to route to at once.' })),
      files: attachments,
    },
    { creates: true, refuses: ['gate-not-met'] },
  ),
  RecordAcknowledgement: command('Records that the customer was notified', {
    by: choice(['mail', 'phone', 'visit', 'other'], { about: 'How the customer was notified.', example: 'phone' }),
  }),
  StartQualification: command('Starts the qualification'),
  ListAffectedItems: command('Sets the items of a claim', {
    items: list(
      object(affectedItem, { about: 'An item of the claim.' }),
      { max: maxItems },
      { about: 'The whole list. It replaces the previous one.' },
    ),
  }),
  WaiveGate: command('Waives a condition, with a reason', waiverFields),
  CompleteQualification: command('Sends the ticket to dispatching'),
};
