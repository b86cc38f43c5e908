import type { Permission } from '../people/permission';
import type { TicketCommand } from './ticket.commands';
import type { Phase } from './ticket.events';
import type { Profile } from './ticket.profiles';

/** What somebody is to a ticket. `process`: one of our processes, which carries out what was decided elsewhere; never a person. */
export type Role =
  'customer' | 'staff' | 'handler' | 'assignee' | 'creator' | 'principal' | 'privacyOfficer' | 'importer' | 'process';

/** One way to be allowed a command: a role, a permission, and the phases (0: not opened). */
export interface Way {
  readonly as: Role;
  readonly may: Permission | null;
  readonly in: readonly (0 | Phase)[];
  /** Only for kinds whose completion check is one of these. */
  readonly check?: readonly Profile['completionCheck'][];
}

export interface Rule {
  readonly ways: readonly Way[];
  /** The phases that the command may lead to. Without them it changes no phase. */
  readonly to?: readonly Phase[];
}

const open = [1, 2, 3, 4, 5, 6] as const;
const any = [...open, 7] as const;

const handler = (may: Permission, phases: Way['in']): Way => ({ as: 'handler', may, in: phases });
const assignee = (phases: Way['in'], may: Permission = 'ticket.work'): Way => ({ as: 'assignee', may, in: phases });
const creator = (may: Permission, phases: Way['in']): Way => ({ as: 'creator', may, in: phases });
const principal = (may: Permission, phases: Way['in']): Way => ({ as: 'principal', may, in: phases });
const work = [assignee(open), handler('ticket.assign', open)];
const details = [creator('ticket.revise', open), handler('ticket.revise', open)];
const privacy = (may: Permission): Rule => ({ ways: [{ as: 'privacyOfficer', may, in: any }] });
const process: Rule = { ways: [{ as: 'process', may: null, in: any }] };

/** The whole transition table of docs/domain.md. Gates (ticket.gates.ts) apply on top of it. */
export const rules: { readonly [Type in TicketCommand['type']]: Rule } = {
  OpenTicket: {
    ways: [
      { as: 'customer', may: 'ticket.open', in: [0] },
      { as: 'staff', may: 'ticket.open-on-behalf', in: [0] },
    ],
    to: [1, 3, 4],
  },
  RecordAcknowledgement: { ways: [handler('ticket.qualify', [1])] },
  StartQualification: { ways: [handler('ticket.qualify', [1])], to: [2] },
  ListAffectedItems: { ways: [handler('ticket.qualify', [2])] },
  WaiveGate: { ways: [handler('ticket.waive-gate', open)] },
  CompleteQualification: { ways: [handler('ticket.qualify', [2])], to: [3] },
  RouteTicket: { ways: [handler('ticket.route', [2, 3, 4, 5, 6])], to: [2, 3, 6] },
  AssignTicket: { ways: [handler('ticket.assign', [3, 4, 5])], to: [4] },
  UnassignTicket: { ways: [handler('ticket.assign', [4, 5])], to: [3] },
  AcceptTicket: { ways: [assignee([4])] },
  DeclineTicket: { ways: [assignee([4])], to: [3] },
  StartWork: { ways: [assignee([4])], to: [5] },
  ChangeSubStatus: { ways: [assignee([4, 5]), handler('ticket.qualify', [2])] },
  ReportProgress: { ways: [assignee([4, 5])] },
  RecordWork: { ways: work },
  RecordFoundFault: { ways: work },
  EnterSolution: { ways: [assignee([5])] },
  SolveTicket: { ways: [assignee([5])], to: [6] },
  CloseTicket: {
    ways: [
      handler('ticket.check', [6]),
      principal('ticket.check', [6]),
      { ...assignee([4, 5, 6], 'ticket.close'), check: ['none'] },
      { ...creator('ticket.close', open), check: ['none', 'confirmation'] },
    ],
    to: [7],
  },
  RejectTicket: { ways: [handler('ticket.reject', open)], to: [7] },
  WithdrawTicket: { ways: [creator('ticket.withdraw', [1, 2, 3, 4, 5])], to: [7] },
  ReopenTicket: {
    ways: [
      creator('ticket.reopen', [6, 7]),
      handler('ticket.manage', [6, 7]),
      handler('ticket.check', [6]),
      principal('ticket.check', [6]),
    ],
    to: [2, 3, 5],
  },
  ForwardTicket: { ways: [handler('ticket.forward', open)], to: [1, 2, 3] },
  ReturnTicket: { ways: [handler('ticket.forward', open)], to: [1, 2, 3] },
  RecallTicket: { ways: [principal('ticket.forward', open)], to: [1, 2, 3] },
  ChangeOwner: { ways: [handler('ticket.manage', any)] },
  ChangePriority: { ways: [handler('ticket.prioritise', open), principal('ticket.prioritise', open)] },
  Reply: {
    ways: [
      creator('ticket.reply', any),
      handler('ticket.reply', any),
      principal('ticket.reply', any),
      handler('ticket.reply-staff', any),
      principal('ticket.reply-staff', any),
    ],
  },
  RedactReply: privacy('privacy.redact'),
  AttachFiles: { ways: [creator('ticket.attach', any), handler('ticket.attach', any)] },
  RedactAttachment: privacy('privacy.redact'),
  ReviseDetails: { ways: details },
  AddWatcher: { ways: details },
  RemoveWatcher: { ways: details },
  EraseWatcher: privacy('privacy.erase'),
  NoteSourceRow: { ways: [{ as: 'importer', may: 'import', in: any }] },
  MarkMerged: { ...process, to: [7] },
  LinkDuplicate: process,
  MarkUnlinked: process,
  UnlinkDuplicate: process,
  RecordDossier: process,
};

export const commandTypes = Object.keys(rules) as TicketCommand['type'][];
