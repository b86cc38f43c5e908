import type { DomainError } from '../../domain/kernel/errors';
import type { CommandOutcome } from '../cqrs/execute-command';
import type { ImportStep, TicketHistory } from './import-format';

export interface RefusedStep {
  readonly ticket: string;
  readonly row: number | null;
  readonly command: string | null;
  readonly detail: string;
}

export interface ImportReport {
  readonly format: string;
  readonly fileHash: string;
  readonly rows: number;
  readonly tickets: number;
  /** Commands executed on tickets, including repeats but not refusals. */
  readonly commands: number;
  /** Facts recorded on tickets by this run. */
  readonly facts: number;
  /** Commands that an earlier run had already executed. */
  readonly repeated: number;
  /** Commands that changed nothing. */
  readonly unchanged: number;
  /** Rows without changes. */
  readonly touches: number;
  /** Rows that went back in time within their ticket, whose time was raised. */
  readonly lifted: number;
  readonly refusals: number;
  /** By error code, with up to five examples each. */
  readonly refused: { readonly [code: string]: { readonly count: number; readonly examples: readonly RefusedStep[] } };
  readonly seconds: number;
}

const maxExamples = 5;

/** Collects the counts of a running import. */
export class Tally {
  private readonly counts = { rows: 0, tickets: 0, commands: 0, facts: 0, repeated: 0, unchanged: 0, touches: 0, lifted: 0 };
  private readonly refused = new Map<string, { count: number; examples: RefusedStep[] }>();

  planned(rows: number, history: TicketHistory): void {
    this.counts.rows += rows;
    this.counts.tickets += 1;
    this.counts.touches += history.touches;
    this.counts.lifted += history.lifted;
  }

  unreadable(ticket: string, rows: number, error: DomainError): void {
    this.counts.rows += rows;
    const row = typeof error.facts.row === 'number' ? error.facts.row : null;
    this.refuse(error.code, { ticket, row, command: null, detail: error.message });
  }

  done({ repeated, recorded }: CommandOutcome): void {
    this.counts.commands += 1;
    if (repeated) this.counts.repeated += 1;
    else if (recorded.length === 0) this.counts.unchanged += 1;
    else this.counts.facts += recorded.length;
  }

  refusedStep(ticket: string, { row, command }: ImportStep, error: DomainError): void {
    this.refuse(error.code, { ticket, row, command: command.type, detail: error.message });
  }

  report(run: Pick<ImportReport, 'format' | 'fileHash' | 'seconds'>): ImportReport {
    const refusals = [...this.refused.values()].reduce((sum, { count }) => sum + count, 0);
    return { ...run, ...this.counts, refusals, refused: Object.fromEntries(this.refused) };
  }

  private refuse(code: string, example: RefusedStep): void {
    const known = this.refused.get(code) ?? { count: 0, examples: [] };
    known.count += 1;
    if (known.examples.length < maxExamples) known.examples.push(example);
    this.refused.set(code, known);
  }
}
