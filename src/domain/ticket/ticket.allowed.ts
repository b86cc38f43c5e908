import type { DecisionContext } from '../kernel/decider';
import { can, isImporting } from '../people/rights';
import { audiencesOf, audiencesOfReply } from './ticket.audiences';
import { isWaived } from './ticket.gates';
import { accessRefusal, isReadable, isSettled, momentRefusal } from './ticket.guards';
import { commandTypes, rules } from './ticket.phases';
import { forwardTargets, isRole } from './ticket.roles';
import { profileOfTicket, type OpenedState, type TicketState } from './ticket.state';
import type { TicketCommand } from './ticket.commands';

export interface Field {
  readonly name: string;
  readonly required: boolean;
  /** The only values that would be taken now, where there are few. */
  readonly options?: readonly string[];
}

export interface AllowedCommand {
  readonly command: TicketCommand['type'] | 'MergeInto' | 'AddDuplicates';
  readonly fields: readonly Field[];
}

type Type = TicketCommand['type'];

/**
 * What this actor can do with the ticket now, by the very rules that `decide` refuses by, with the fields to send. What only our processes and
 * importers send, and what would change nothing, is left out.
 */
export function allowedCommands(state: TicketState, context: DecisionContext): readonly AllowedCommand[] {
  const own = commandTypes
    .filter((type) => isOffered(type, state, context))
    .map((type) => ({ command: type, fields: fieldsOf(type, state, context) }));
  return state.phase === 0 ? own : [...own, ...linking(state, context)];
}

/** Asked of the merge process: custody and permission are its rules too (src/domain/merges). */
function linking(state: OpenedState, context: DecisionContext): readonly AllowedCommand[] {
  if (!isRole('handler', state, context) || !isReadable(state, context)) return [];
  if (!can(context.actor, 'ticket.merge') && !isImporting(context)) return [];
  const merging: readonly AllowedCommand[] = [
    { command: 'MergeInto', fields: named(linkingFields.MergeInto) },
    { command: 'AddDuplicates', fields: named(linkingFields.AddDuplicates) },
  ];
  const { duplicates } = state.ticket;
  const unlinking: AllowedCommand = {
    command: 'UnlinkDuplicate',
    fields: named(linkingFields.UnlinkDuplicate).map((field) => ({ ...field, options: duplicates })),
  };
  return [...(state.phase === 7 ? [] : merging), ...(duplicates.length === 0 ? [] : [unlinking])];
}

export const linkingFields = {
  MergeInto: 'primary! reason',
  AddDuplicates: 'duplicates!',
  UnlinkDuplicate: 'duplicate!',
} as const;

function isOffered(type: Type, state: TicketState, context: DecisionContext): boolean {
  if (rules[type].ways.some((way) => way.as === 'process')) return false;
  return accessRefusal(type, state, context) === null && !isSettled(type, state) && momentRefusal(type, state, context) === null;
}

/** As they come from outside: ids and numbers that are ours to give are left out, and files, which come by AttachFiles. `name!` is required. */
export const fieldNames: { readonly [type in Type]: string } = {
  OpenTicket: 'kind! engagement requester! priority! title! description! details watchers waivers technician team',
  RecordAcknowledgement: 'by!',
  StartQualification: '',
  ListAffectedItems: 'items!',
  WaiveGate: 'gate! reason! until',
  CompleteQualification: '',
  RouteTicket: 'team! reason',
  AssignTicket: 'technician! team',
  UnassignTicket: 'reason',
  AcceptTicket: '',
  DeclineTicket: 'reason! audience',
  StartWork: '',
  ChangeSubStatus: 'waitingFor! reason',
  ReportProgress: 'percent!',
  RecordWork: 'minutes! item description!',
  RecordFoundFault: 'code description!',
  EnterSolution: 'solution! code actualDamage',
  SolveTicket: 'percent',
  CloseTicket: 'summary! solution actualDamage audience',
  RejectTicket: 'reason! audience',
  WithdrawTicket: 'reason! audience',
  ReopenTicket: 'reason! audience',
  ForwardTicket: 'to! reason! audience',
  ReturnTicket: 'reason! audience',
  RecallTicket: 'reason! audience',
  ChangeOwner: 'user! organisation!',
  ChangePriority: 'priority!',
  Reply: 'audience! body!',
  RedactReply: 'reply!',
  AttachFiles: 'audience! files!',
  RedactAttachment: 'file!',
  ReviseDetails: 'details title description requester',
  AddWatcher: 'email! kinds!',
  RemoveWatcher: 'watcher!',
  EraseWatcher: 'watcher!',
  NoteSourceRow: 'row!',
  MarkMerged: 'primary! reason',
  LinkDuplicate: 'duplicate!',
  MarkUnlinked: 'primary!',
  UnlinkDuplicate: 'duplicate!',
};

function fieldsOf(type: Type, state: TicketState, context: DecisionContext): readonly Field[] {
  const special = state.phase === 0 ? {} : (specials[type]?.(state, context) ?? {});
  return named(fieldNames[type]).map((field) => ({ ...field, ...special[field.name] }));
}

function named(names: string): readonly Field[] {
  return names
    .split(' ')
    .filter((name) => name !== '')
    .map((name) => ({ name: name.replace('!', ''), required: name.endsWith('!') }));
}

type Specials = (state: OpenedState, context: DecisionContext) => { readonly [field: string]: Partial<Field> | undefined };

const specials: { readonly [type in Type]?: Specials } = {
  ForwardTicket: (state, { registry, at }) => {
    const { up, down } = forwardTargets(state, registry);
    return { to: { options: isWaived(state, 'jurisdiction', at) ? [...up, ...down] : up } };
  },
  Reply: (state, context) => ({ audience: { options: audiencesOfReply(state, context) } }),
  AttachFiles: (_, context) => ({ audience: { options: audiencesOf(context) } }),
  ChangeSubStatus: ({ phase }) => ({ waitingFor: { options: phase === 2 ? ['customer'] : ['customer', 'thirdParty'] } }),
  EnterSolution: (state) => ({ actualDamage: { required: profileOfTicket(state).actualDamage } }),
  CloseTicket: (state) => ({
    solution: { required: !state.ticket.solution },
    actualDamage: { required: !state.ticket.solution && profileOfTicket(state).actualDamage },
  }),
};
