import { verbOf, type CommandOf, type CommandsOf } from '../kernel/commands';
import { conversationCommands } from './commands/conversation';
import { dossierCommands } from './commands/dossier';
import { custodyCommands, dispatchCommands } from './commands/dispatch';
import { intakeCommands } from './commands/intake';
import { linkingCommands } from './commands/linking';
import { resolutionCommands, workCommands } from './commands/work';

/** Every command of a ticket. ticket.phases.ts says who may send it and in which phase. */
export const ticketCommands = {
  ...intakeCommands,
  ...dispatchCommands,
  ...workCommands,
  ...resolutionCommands,
  ...custodyCommands,
  ...conversationCommands,
  ...linkingCommands,
  ...dossierCommands,
};

export type TicketCommand = CommandsOf<typeof ticketCommands>;
/** The public name of a command, quoted for refusals and remedies. */
export const verb = (type: TicketCommand['type']): string => `"${verbOf(type, 'ticket')}"`;

export type OpenTicket = CommandOf<typeof ticketCommands, 'OpenTicket'>;
export type WaiveGate = CommandOf<typeof ticketCommands, 'WaiveGate'>;
export type AddWatcher = CommandOf<typeof ticketCommands, 'AddWatcher'>;
export type AttachFiles = CommandOf<typeof ticketCommands, 'AttachFiles'>;
export type CloseTicket = CommandOf<typeof ticketCommands, 'CloseTicket'>;
export type EnterSolution = CommandOf<typeof ticketCommands, 'EnterSolution'>;
export type ReviseDetails = CommandOf<typeof ticketCommands, 'ReviseDetails'>;

export { mergeCommands, type MergeCommand } from './commands/linking';
export type { NamedFile } from './commands/shared';
