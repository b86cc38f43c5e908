import type { DecisionContext } from '../context';
import type { CommandForm } from '../kernel/commands';
import { isFromOutside, isRequired } from '../kernel/fields';
import { can, isImporting } from '../people/rights';
import { audiencesOf, audiencesOfReply } from './ticket.audiences';
import { isWaived, openGates } from './ticket.gates';
import { accessRefusal, isReadable, isSettled, momentRefusal } from './ticket.guards';
import { commandTypes, rules } from './ticket.phases';
import { forwardTargets, isRole } from './ticket.roles';
import { profileOfTicket, type OpenedState, type TicketState } from './ticket.state';
import { mergeCommands, ticketCommands, type MergeCommand, type TicketCommand } from './ticket.commands';

export interface Field {
  readonly name: string;
  readonly required: boolean;
  /** The only values worth sending now, when there are few. */
  readonly options?: readonly string[];
}

export interface AllowedCommand {
  readonly command: TicketCommand['type'] | MergeCommand['type'];
  readonly fields: readonly Field[];
}

type Type = TicketCommand['type'];

/**
 * What the actor can do with the ticket now, with the fields to send, by the same rules as `decide`. Leaves out commands of
 * processes and importers, and those that would change nothing.
 */
export function allowedCommands(state: TicketState, context: DecisionContext): readonly AllowedCommand[] {
  const own = commandTypes
    .filter((type) => isOffered(type, state, context))
    .map((type) => ({ command: type, fields: fieldsOf(type, state, context) }));
  return state.phase === 0 ? own : [...own, ...linking(state, context)];
}

/** Handled by the merge process, which checks custody and permission, too (src/domain/merges). */
function linking(state: OpenedState, context: DecisionContext): readonly AllowedCommand[] {
  if (!isRole('handler', state, context) || !isReadable(state, context)) return [];
  if (!can(context.actor, 'ticket.merge') && !isImporting(context)) return [];
  const merging: readonly AllowedCommand[] = [
    { command: 'MergeInto', fields: fieldsFromOutside(mergeCommands.MergeInto) },
    { command: 'AddDuplicates', fields: fieldsFromOutside(mergeCommands.AddDuplicates) },
  ];
  const { duplicates } = state.ticket;
  const unlinking: AllowedCommand = {
    command: 'UnlinkDuplicate',
    fields: fieldsFromOutside(mergeCommands.UnlinkDuplicate).map((field) => ({ ...field, options: duplicates })),
  };
  return [...(state.phase === 7 ? [] : merging), ...(duplicates.length === 0 ? [] : [unlinking])];
}

function isOffered(type: Type, state: TicketState, context: DecisionContext): boolean {
  if (rules[type].ways.some((way) => way.as === 'process')) return false;
  return accessRefusal(type, state, context) === null && !isSettled(type, state) && momentRefusal(type, state, context) === null;
}

function fieldsOf(type: Type, state: TicketState, context: DecisionContext): readonly Field[] {
  const special = state.phase === 0 ? {} : (specials[type]?.(state, context) ?? {});
  return fieldsFromOutside(ticketCommands[type]).map((field) => ({ ...field, ...special[field.name] }));
}

function fieldsFromOutside({ fields }: CommandForm): readonly Field[] {
  return Object.entries(fields)
    .filter(([, field]) => isFromOutside(field))
    .map(([name, field]) => ({ name, required: isRequired(field) }));
}

type Specials = (state: OpenedState, context: DecisionContext) => { readonly [field: string]: Partial<Field> | undefined };

const specials: { readonly [type in Type]?: Specials } = {
  ForwardTicket: (state, { world, at }) => {
    const { up, down } = forwardTargets(state, world);
    return { to: { options: isWaived(state, 'jurisdiction', at) ? [...up, ...down] : up } };
  },
  Reply: (state, context) => ({ audience: { options: audiencesOfReply(state, context) } }),
  AttachFiles: (_, context) => ({ audience: { options: audiencesOf(context) } }),
  ChangeSubStatus: ({ phase }) => ({ waitingFor: { options: phase === 2 ? ['customer'] : ['customer', 'thirdParty'] } }),
  WaiveGate: (state, { at }) => ({ gate: { options: openGates(state, at) } }),
  EnterSolution: (state) => ({ actualDamage: { required: profileOfTicket(state).actualDamage } }),
  CloseTicket: (state) => ({
    solution: { required: !state.ticket.solution },
    actualDamage: { required: !state.ticket.solution && profileOfTicket(state).actualDamage },
  }),
};
