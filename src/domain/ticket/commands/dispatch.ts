import { command } from '../../kernel/commands';
import { choice, id, optional } from '../../kernel/fields';
import type { OrganisationId, TeamId, UserId } from '../../kernel/ids';
import { object } from '../../kernel/fields';
import { priorities } from '../ticket.events';
import { staffReason, withReason } from './shared';

export const dispatchCommands = {
  RouteTicket: command('Puts the ticket into the queue of a team', {
    team: id<TeamId>('team', { about: 'Team of the handler whose queue it joins.' }),
    reason: staffReason,
  }),
  AssignTicket: command('Assigns the ticket to a technician', {
    technician: id<UserId>('user', { about: 'Active user of the handler.' }),
    team: optional(id<TeamId>('team', { about: 'Team, when it changes with the assignment.' })),
  }),
  UnassignTicket: command('Puts the ticket back into the queue', { reason: staffReason }),
  AcceptTicket: command('Accepts the ticket, as its assignee'),
  DeclineTicket: command('Declines the ticket, as its assignee', withReason),
  ChangePriority: command('Changes the priority', {
    priority: choice(priorities, { about: 'The new priority.', example: 'high' }),
  }),
};

const nowhere = { refuses: ['target-not-allowed'] } as const;

export const custodyCommands = {
  ForwardTicket: command(
    'Hands custody to another organisation',
    {
      to: id<OrganisationId>('organisation', { about: 'An organisation above the handler, or one of its service providers.' }),
      ...withReason,
    },
    nowhere,
  ),
  ReturnTicket: command('Returns custody to the organisation that it came from', withReason, nowhere),
  RecallTicket: command('Takes custody back from a service provider', withReason),
  ChangeOwner: command('Changes the owner of the ticket', {
    owner: object(
      {
        user: id<UserId>('user', { about: 'The user who becomes the owner.' }),
        organisation: id<OrganisationId>('organisation', { about: 'The organisation of this user.' }),
      },
      { about: 'The new owner of the ticket.' },
    ),
  }),
};
