import type { TeamId, UserId } from '../../domain/kernel/ids';
import { later, type Instant } from '../../domain/kernel/instant';
import type { EnterSolution } from '../../domain/ticket/ticket.commands';
import type { Phase, WaitingFor } from '../../domain/ticket/ticket.events';
import type { ImportCommand, ImportStep } from './import-format';

/** A row of the source. All steps planned until the next row get its time, number and person. */
export interface SourceRow {
  readonly key: string;
  readonly row: number;
  readonly at: Instant;
  readonly by: UserId | null;
}

/**
 * Steps of one ticket of kind `service`, with just enough state to add the steps the source omits. The ticket itself decides;
 * the import reports its refusals.
 */
export class TicketPlan {
  readonly steps: ImportStep[] = [];
  lifted = 0;
  phase: Phase = 1;
  team: TeamId | null = null;
  /** The responsible technician, kept during the check, so that a reopened ticket returns to the same person. */
  technician: UserId | null = null;
  private waiting: string | null = null;
  private row: SourceRow = { key: '', row: 0, at: '', by: null };
  private ordinal = 0;

  startRow(row: SourceRow): void {
    const at = later(row.at, this.row.at);
    if (at !== row.at) this.lifted += 1;
    this.row = { ...row, at };
    this.ordinal = 0;
  }

  addRecorded(command: ImportCommand): void {
    this.add(command, false);
  }

  qualify(): void {
    if (this.phase !== 1) return;
    this.addImplied({ type: 'StartQualification' });
    this.phase = 2;
  }

  dispatch(): void {
    this.qualify();
    if (this.phase !== 2) return;
    this.addImplied({ type: 'CompleteQualification' });
    this.phase = 3;
  }

  route(team: TeamId): void {
    this.qualify();
    this.addRecorded({ type: 'RouteTicket', team });
    this.team = team;
    if (this.isHandled()) this.endAssignment();
  }

  assign(technician: UserId, shown = true): void {
    this.add({ type: 'AssignTicket', technician }, !shown);
    this.phase = 4;
    this.technician = technician;
    this.waiting = null;
  }

  /** True in the phases where a technician can be assigned. */
  isHandled(): boolean {
    return this.phase >= 3 && this.phase <= 5;
  }

  /** The fewest commands that lead to work in progress. `shown`: the source itself records the work. */
  work(technician: () => { readonly id: UserId; readonly known: boolean }, shown: boolean): void {
    this.dispatch();
    if (this.phase === 3) {
      const { id, known } = technician();
      this.assign(id, known);
    }
    if (this.phase === 4) {
      this.addImplied({ type: 'AcceptTicket' });
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
    this.addRecorded({ type: 'ChangeSubStatus', waitingFor, ...(reason === null ? {} : { reason }) });
    this.waiting = waitingKey(waitingFor, reason);
  }

  /** Needs work in progress. */
  solve(solution: Omit<EnterSolution, 'type'>): void {
    this.addRecorded({ type: 'EnterSolution', ...solution });
    this.addRecorded({ type: 'SolveTicket', ...(solution.by === undefined ? {} : { by: solution.by }) });
    this.phase = 6;
  }

  close(summary: string): void {
    this.addRecorded({ type: 'CloseTicket', summary });
    this.phase = 7;
  }

  reject(reason: string): void {
    this.addRecorded({ type: 'RejectTicket', reason });
    this.phase = 7;
    this.waiting = null;
  }

  reopen(reason: string): void {
    this.addRecorded({ type: 'ReopenTicket', reason });
    if (this.phase === 7) this.technician = null;
    this.phase = this.phase === 7 ? 2 : 5;
  }

  private endAssignment(): void {
    this.phase = 3;
    this.technician = null;
    this.waiting = null;
  }

  private addImplied(command: ImportCommand): void {
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
