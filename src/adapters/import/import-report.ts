import type { DomainError } from '../../domain/kernel/errors';
import type { CommandOutcome } from '../cqrs/execute-command';
import type { ImportStep, TicketHistory } from './import-format';

export interface RefusedStep {
  readonly ticket: string;
  readonly row: number | null;
  readonly command: string | null;
  readonly detail: string;
}

/** A row with its commands. */
export interface RowBecame {
  readonly row: number;
  readonly ticket: string;
  readonly commands: readonly string[];
  readonly refused: readonly string[];
}

export interface ImportReport {
  readonly format: string;
  readonly fileHash: string;
  /** Encoding and separator, as given or detected. */
  readonly encoding: string;
  readonly separator: string;
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
  /** The result of each row, on request. Rows without changes are left out. */
  readonly became?: readonly RowBecame[];
  /** By error code, with up to five examples each. */
  readonly refused: { readonly [code: string]: { readonly count: number; readonly examples: readonly RefusedStep[] } };
  readonly seconds: number;
}

const maxExamples = 5;

interface RowOf {
  readonly ticket: string;
  readonly row: number | null;
}

/** Collects the counts of a running import. */
export class Tally {
  private readonly counts = { rows: 0, tickets: 0, commands: 0, facts: 0, repeated: 0, unchanged: 0, touches: 0, lifted: 0 };
  private readonly rows = new Map<number, { ticket: string; commands: string[]; refused: string[] }>();
  private readonly refused = new Map<string, { count: number; examples: RefusedStep[] }>();

  /** `keepsRows` records the result of every row. */
  constructor(private readonly keepsRows = false) {}

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

  done(ticket: string, { row, command }: ImportStep, { repeated, recorded }: CommandOutcome): void {
    this.note({ ticket, row }, { command: command.type });
    this.counts.commands += 1;
    if (repeated) this.counts.repeated += 1;
    else if (recorded.length === 0) this.counts.unchanged += 1;
    else this.counts.facts += recorded.length;
  }

  /** A person or team of the ticket was refused, so the whole ticket is refused. */
  refusedPeople(ticket: string, row: number, error: DomainError): void {
    this.refuse(error.code, { ticket, row, command: null, detail: error.message });
  }

  refusedStep(ticket: string, { row, command }: ImportStep, error: DomainError): void {
    this.refuse(error.code, { ticket, row, command: command.type, detail: error.message });
  }

  report(run: Pick<ImportReport, 'format' | 'fileHash' | 'encoding' | 'separator' | 'seconds'>): ImportReport {
    const refusals = [...this.refused.values()].reduce((sum, { count }) => sum + count, 0);
    const counted = { ...run, ...this.counts, refusals, refused: Object.fromEntries(this.refused) };
    if (!this.keepsRows) return counted;
    const became = [...this.rows].map(([row, { ticket, commands, refused }]) => ({ row, ticket, commands, refused }));
    return { ...counted, became: became.sort((a, b) => a.row - b.row) };
  }

  private note({ ticket, row }: RowOf, { command, refusal }: { readonly command?: string; readonly refusal?: string }): void {
    if (!this.keepsRows || row === null) return;
    const known = this.rows.get(row) ?? { ticket, commands: [], refused: [] };
    if (command !== undefined) known.commands.push(command);
    if (refusal !== undefined) known.refused.push(refusal);
    this.rows.set(row, known);
  }

  private refuse(code: string, example: RefusedStep): void {
    this.note(example, { refusal: example.detail });
    const known = this.refused.get(code) ?? { count: 0, examples: [] };
    known.count += 1;
    if (known.examples.length < maxExamples) known.examples.push(example);
    this.refused.set(code, known);
  }
}
