import { command } from '../../kernel/commands';
import { choice, internal, line, nullable, optional, text, whole } from '../../kernel/fields';
import type { UserId } from '../../kernel/ids';
import { waitingFor } from '../ticket.events';
import { maxCode, maxMinutes, maxText } from '../ticket.limits';
import { attachments, audiences, withReason } from './shared';

/** Who did it, if not the assignee (imports). */
const by = internal<UserId>();

export const workCommands = {
  StartWork: command('Starts the work, as the assignee'),
  ChangeSubStatus: command('Sets the party that the work waits for', {
    waitingFor: nullable(choice(waitingFor, { about: 'The party that the work waits for. Null ends the waiting.' })),
    reason: optional(line(maxCode, { about: 'Code of the reason.', example: 'spare-part' })),
  }),
  ReportProgress: command('Reports the progress of the work', {
    percent: whole(0, 100, { about: 'Percent done.', example: 60 }),
  }),
  RecordWork: command('Records work done', {
    minutes: whole(1, maxMinutes, { about: 'Time spent, in minutes.', example: 45 }),
    item: optional(line(maxCode, { about: 'Code of the workmanship item.', example: 'display-swap' })),
    description: text(maxText, { about: 'The work done.', example: 'Replaced the display unit, tested for 20 minutes.' }),
  }),
  RecordFoundFault: command('Records the fault that was found', {
    code: optional(line(maxCode, { about: 'Code of the predefined fault.', example: 'no-picture' })),
    description: text(maxText, { about: 'Description of the fault.', example: 'Backlight inverter burnt out.' }),
  }),
  EnterSolution: command('Enters the solution', {
    solution: text(maxText, { about: 'The solution.', example: 'Display unit replaced under warranty.' }),
    code: optional(line(maxCode, { about: 'Code of the solution.', example: 'part-replaced' })),
    actualDamage: optional(
      text(maxText, { about: 'The actual damage. Claims need it.', example: 'Display unit cracked in transport.' }),
    ),
    by,
  }),
  SolveTicket: command('Hands the ticket to the completion check', {
    percent: optional(whole(0, 100, { about: 'Percent done. Default: 100.' })),
    by,
  }),
};

export const resolutionCommands = {
  CloseTicket: command('Closes the ticket as resolved', {
    summary: text(maxText, {
      about: 'Closing summary.',
      example: 'Display replaced, customer confirmed by phone.',
    }),
    solution: optional(
      text(maxText, {
        about: 'The solution, when an open ticket is closed in one step.',
        example: 'Replaced the display unit.',
      }),
    ),
    actualDamage: optional(
      text(maxText, {
        about: 'The actual damage, for a claim closed in one step.',
        example: 'Display unit cracked in transport.',
      }),
    ),
    audience: optional(choice(audiences, { about: 'Audience of the summary. Default: everyone.' })),
    files: attachments,
  }),
  RejectTicket: command('Closes the ticket without a solution', withReason),
  WithdrawTicket: command('Withdraws the ticket, as its creator', withReason),
  ReopenTicket: command('Reopens the ticket', withReason),
};
