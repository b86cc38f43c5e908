import type { TeamId, UserId } from '../../domain/kernel/ids';
import { later, type Instant } from '../../domain/kernel/instant';
import type { EnterSolution } from '../../domain/ticket/ticket.commands';
import type { Phase, WaitingFor } from '../../domain/ticket/ticket.events';
import type { ImportCommand, ImportStep } from './import-format';

/** A row of the source: everything planned until the next one carries its time, its number and its person. */
export interface SourceRow {
  readonly key: string;
  readonly row: number;
  readonly at: Instant;
  readonly by: UserId | null;
}

/**
 * The steps of one ticket of kind `service`, and just enough of its state to fill in those that the source leaves out. It proposes, the ticket decides:
 * where the two disagree the import reports a refusal.
 */
export class TicketPlan {
  readonly steps: ImportStep[] = [];
  lifted = 0;
  phase: Phase = 1;
  team: TeamId | null = null;
  /** Responsible now. Kept through checking, so that a reopened ticket is theirs again. */
  technician: UserId | null = null;
  private waiting: string | null = null;
  private row: SourceRow = { key: '', row: 0, at: '', by: null };
  private ordinal = 0;

  begin(row: SourceRow): void {
    const at = later(row.at, this.row.at);
    if (at !== row.at) this.lifted += 1;
    this.row = { ...row, at };
    this.ordinal = 0;
  }

  shown(command: ImportCommand): void {
    this.add(command, false);
  }

  qualify(): void {
    if (this.phase !== 1) return;
    this.implied({ type: 'StartQualification' });
    this.phase = 2;
  }

  dispatch(): void {
    this.qualify();
    if (this.phase !== 2) return;
    this.implied({ type: 'CompleteQualification' });
    this.phase = 3;
  }

  route(team: TeamId): void {
    this.qualify();
    this.shown({ type: 'RouteTicket', team });
    this.team = team;
    if (this.isHandled()) this.endAssignment();
  }

  assign(technician: UserId, shown = true): void {
    this.add({ type: 'AssignTicket', technician }, !shown);
    this.phase = 4;
    this.technician = technician;
    this.waiting = null;
  }

  /** In dispatching, waiting or solving: where a technician can be named. */
  isHandled(): boolean {
    return this.phase >= 3 && this.phase <= 5;
  }

  /** The shortest way to work in progress. `shown`: the source says that work goes on, rather than what can only follow it. */
  work(technician: () => { readonly id: UserId; readonly known: boolean }, shown: boolean): void {
    this.dispatch();
    if (this.phase === 3) {
      const { id, known } = technician();
      this.assign(id, known);
    }
    if (this.phase === 4) {
      this.implied({ type: 'AcceptTicket' });
      this.add({ type: 'StartWork' }, !shown);
      this.phase = 5;
    }
    if (this.waiting !== null) this.add({ type: 'ChangeSubStatus', waitingFor: null }, !shown);
    this.waiting = null;
  }

  isWaiting(waitingFor: WaitingFor, reason: string | null): boolean {
    return this.waiting === waitingKey(waitingFor, reason);
  }

  /** Needs work in progress. */
  wait(waitingFor: WaitingFor, reason: string | null): void {
    this.shown({ type: 'ChangeSubStatus', waitingFor, ...(reason === null ? {} : { reason }) });
    this.waiting = waitingKey(waitingFor, reason);
  }

  /** Needs work in progress. */
  solve(solution: Omit<EnterSolution, 'type'>): void {
    this.shown({ type: 'EnterSolution', ...solution });
    this.shown({ type: 'SolveTicket', ...(solution.by === undefined ? {} : { by: solution.by }) });
    this.phase = 6;
  }

  close(summary: string): void {
    this.shown({ type: 'CloseTicket', summary });
    this.phase = 7;
  }

  reject(reason: string): void {
    this.shown({ type: 'RejectTicket', reason });
    this.phase = 7;
    this.waiting = null;
  }

  reopen(reason: string): void {
    this.shown({ type: 'ReopenTicket', reason });
    if (this.phase === 7) this.technician = null;
    this.phase = this.phase === 7 ? 2 : 5;
  }

  private endAssignment(): void {
    this.phase = 3;
    this.technician = null;
    this.waiting = null;
  }

  private implied(command: ImportCommand): void {
    this.add(command, true);
  }

  private add(command: ImportCommand, implied: boolean): void {
    const { key, row, at, by } = this.row;
    this.steps.push({ key: `${key}.${this.ordinal}`, row, occurredAt: at, onBehalfOf: by, implied, command });
    this.ordinal += 1;
  }
}

function waitingKey(waitingFor: WaitingFor, reason: string | null): string {
  return reason === null ? waitingFor : `${waitingFor}: ${reason}`;
}
