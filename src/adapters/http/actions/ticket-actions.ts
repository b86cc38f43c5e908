import type { ReviseDetails } from '../../../domain/ticket/ticket.commands';
import { said } from '../dto/fields';
import { ListAffectedItemsDto, RecordAcknowledgementDto, AddWatcherDto, WaiveGateDto } from '../dto/intake.dto';
import { RedactAttachmentDto, RedactReplyDto, ReplyDto, ReviseDto, WatcherOfTicketDto } from '../dto/conversation.dto';
import { ChangeOwnerDto, ForwardDto } from '../dto/custody.dto';
import { AssignDto, ChangePriorityDto, RouteDto, UnassignDto } from '../dto/dispatch.dto';
import { CloseDto } from '../dto/resolution.dto';
import { Reasoned, Timed } from '../dto/timed.dto';
import {
  ChangeSubStatusDto,
  EnterSolutionDto,
  RecordFoundFaultDto,
  RecordWorkDto,
  ReportProgressDto,
  SolveDto,
} from '../dto/work.dto';
import { refuseFields } from '../problems/problem';
import { action, type TicketAction } from './action';
import { requester } from './open-ticket';

const intake = [
  action('record-acknowledgement', 'Notes that the customer knows we know', RecordAcknowledgementDto, ({ by }) => ({
    type: 'RecordAcknowledgement',
    by,
  })),
  action('start-qualification', 'Begins to qualify', Timed, () => ({ type: 'StartQualification' })),
  action('list-affected-items', 'Names what a claim is about', ListAffectedItemsDto, ({ items }) => ({
    type: 'ListAffectedItems',
    items: items.map(({ kind, reference }) => ({ kind, reference })),
  })),
  action('waive-gate', 'Lets the ticket go on without a condition, and says why', WaiveGateDto, ({ gate, reason, until }) => ({
    type: 'WaiveGate',
    gate,
    reason,
    until: until ?? null,
  })),
  action('complete-qualification', 'Sends it to dispatching', Timed, () => ({ type: 'CompleteQualification' })),
];

const dispatch = [
  action('route', 'Puts it into the queue of a team', RouteDto, ({ team, reason }) =>
    said({ type: 'RouteTicket', team, reason }),
  ),
  action('assign', 'Makes a technician responsible', AssignDto, ({ technician, team }) =>
    said({ type: 'AssignTicket', technician, team }),
  ),
  action('unassign', 'Takes it back into the queue', UnassignDto, ({ reason }) => said({ type: 'UnassignTicket', reason })),
  action('accept', 'The assignee takes it on', Timed, () => ({ type: 'AcceptTicket' })),
  action('decline', 'The assignee does not take it on', Reasoned, ({ reason, audience }) =>
    said({ type: 'DeclineTicket', reason, audience }),
  ),
  action('change-priority', 'Changes the priority', ChangePriorityDto, ({ priority }) => ({
    type: 'ChangePriority',
    priority,
  })),
];

const work = [
  action('start-work', 'The assignee begins', Timed, () => ({ type: 'StartWork' })),
  action('change-sub-status', 'Says whom the work waits for', ChangeSubStatusDto, ({ waitingFor, reason }) =>
    said({ type: 'ChangeSubStatus', waitingFor, reason }),
  ),
  action('report-progress', 'Says how much is done', ReportProgressDto, ({ percent }) => ({
    type: 'ReportProgress',
    percent,
  })),
  action('record-work', 'Records work done', RecordWorkDto, ({ minutes, item, description }) =>
    said({ type: 'RecordWork', minutes, item, description }),
  ),
  action('record-found-fault', 'Records the fault that was found', RecordFoundFaultDto, ({ code, description }) =>
    said({ type: 'RecordFoundFault', code, description }),
  ),
  action('enter-solution', 'Enters the solution', EnterSolutionDto, ({ solution, code, actualDamage }) =>
    said({ type: 'EnterSolution', solution, code, actualDamage }),
  ),
  action('solve', 'Hands it to the completion check', SolveDto, ({ percent }) => said({ type: 'SolveTicket', percent })),
];

const resolution = [
  action('close', 'Closes it as resolved', CloseDto, ({ summary, solution, actualDamage, audience }) =>
    said({ type: 'CloseTicket', summary, solution, actualDamage, audience }),
  ),
  action('reject', 'Closes it without a solution', Reasoned, ({ reason, audience }) =>
    said({ type: 'RejectTicket', reason, audience }),
  ),
  action('withdraw', 'The creator takes it back', Reasoned, ({ reason, audience }) =>
    said({ type: 'WithdrawTicket', reason, audience }),
  ),
  action('reopen', 'Opens it again', Reasoned, ({ reason, audience }) => said({ type: 'ReopenTicket', reason, audience })),
];

const custody = [
  action('forward', 'Hands custody to another organisation', ForwardDto, ({ to, reason, audience }) =>
    said({ type: 'ForwardTicket', to, reason, audience }),
  ),
  action('return', 'Gives custody back to where it came from', Reasoned, ({ reason, audience }) =>
    said({ type: 'ReturnTicket', reason, audience }),
  ),
  action('recall', 'Takes custody back from a service provider', Reasoned, ({ reason, audience }) =>
    said({ type: 'RecallTicket', reason, audience }),
  ),
  action('change-owner', 'Gives the ticket another owner', ChangeOwnerDto, ({ user, organisation }) => ({
    type: 'ChangeOwner',
    owner: { user, organisation },
  })),
];

const conversation = [
  action('reply', 'Writes a reply', ReplyDto, ({ audience, body }) => ({ type: 'Reply', audience, body })),
  action('redact-reply', 'Destroys the text of a reply; that it was there stays', RedactReplyDto, ({ reply }) => ({
    type: 'RedactReply',
    reply,
  })),
  action('redact-attachment', 'Destroys a file; that it was there stays', RedactAttachmentDto, ({ file }) => ({
    type: 'RedactAttachment',
    file,
  })),
  { ...action('revise', 'Corrects title, description, details or requester', ReviseDto, revise), needsRevision: true },
  action('add-watcher', 'Has an address told', AddWatcherDto, ({ email, kinds }, { commandId }) => ({
    type: 'AddWatcher',
    watcher: commandId as string,
    email,
    kinds,
  })),
  action('remove-watcher', 'Has an address told no longer', WatcherOfTicketDto, ({ watcher }) => ({
    type: 'RemoveWatcher',
    watcher,
  })),
  action('erase-watcher', 'Destroys the address of a watcher, also of one removed since', WatcherOfTicketDto, ({ watcher }) => ({
    type: 'EraseWatcher',
    watcher,
  })),
];

function revise(dto: ReviseDto) {
  const { title, description } = dto;
  const details: ReviseDetails['details'] = dto.details ?? {};
  if (title === undefined && description === undefined && dto.details === undefined && dto.requester === undefined) {
    refuseFields([{ field: '(body)', message: 'names nothing to change: give title, description, details or requester' }]);
  }
  return said({
    type: 'ReviseDetails' as const,
    title,
    description,
    details: said(details),
    requester: dto.requester === undefined ? undefined : requester(dto.requester),
  });
}

/** Opening, merging and files have routes of their own: they need more than a DTO to become a command. */
export const ticketActions: readonly TicketAction[] = [
  ...intake,
  ...dispatch,
  ...work,
  ...resolution,
  ...custody,
  ...conversation,
];
