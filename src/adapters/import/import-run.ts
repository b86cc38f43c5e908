import { DomainError, type ErrorCode } from '../../domain/kernel/errors';
import type { UserActor } from '../../domain/kernel/event';
import type { TicketId, UserId } from '../../domain/kernel/ids';
import type { Value } from '../../domain/kernel/value';
import type { Actor } from '../../domain/people/actor';
import type { OrganisationView } from '../../domain/people/views';
import type { TicketCommand } from '../../domain/ticket/ticket.commands';
import type { CommandExecutor } from '../cqrs/command-executor.port';
import type { CommandOutcome, CommandRequest } from '../cqrs/execute-command';
import type { KeyRing } from '../keys/key-ring.port';
import type { Clock } from '../system/clock.port';
import { derivedId } from './derived-id';
import type { ImportStep, SourceTicket } from './import-format';
import { Tally } from './import-report';
import type { NumberAllocator } from './import.ports';
import { defaultPatience, isUnavailable, retryUnavailable, type Patience } from './retry-unavailable';
import { People } from './people';
import { TimeQueue } from './time-queue';

export interface ImportSetting {
  readonly executor: CommandExecutor;
  readonly numbers: NumberAllocator;
  readonly keyRing: Pick<KeyRing, 'secret'>;
  readonly clock: Clock;
  /** The organisation that gets the people, teams and tickets. */
  readonly organisation: Pick<OrganisationView, 'id' | 'kind'>;
  /** Needs the permission `import`. */
  readonly actor: Actor;
  /** Maximum concurrent commands, each of another ticket, so that they share commits. Default: 256. */
  readonly inFlight?: number;
  /** Maximum tickets read ahead to sort their steps by time, which bounds the memory. Default: 5,000. */
  readonly window?: number;
  /** Retries for an unavailable store. Default: until nothing has succeeded for five minutes. */
  readonly patience?: Patience;
  /** Gives users priority. Default: no waiting. */
  readonly giveWay?: { before(): Promise<void>; recorded(outcome: CommandOutcome): void };
  /** Whether the report has the result of every row. */
  readonly keepsRows?: boolean;
  /** Stops before the next command. A new run continues from there. */
  readonly signal?: AbortSignal;
}

export interface ImportProgress {
  /** Steps executed or refused. */
  readonly done: number;
  /** Steps read so far, or all once `complete`. */
  readonly read: number;
  readonly complete: boolean;
}

/** Errors that end the import, because they concern the whole desk and would leave gaps in histories. */
const fatalCodes: readonly ErrorCode[] = ['unavailable', 'upgrade-in-progress', 'conflict', 'not-permitted'];

/** Placeholder number while nothing is recorded. */
const anyNumber = '';

/** Steps between two progress reports, each of which may travel over a socket. */
const progressInterval = 50;

interface PendingTicket {
  readonly key: string;
  readonly id: TicketId;
  readonly steps: readonly ImportStep[];
  readonly peopleReady: (row: number) => Promise<void>;
  next: number;
}

/**
 * Executes each ticket's steps in order. Between tickets, within the window, the earliest step goes first.
 * @throws {DomainError} the desk accepts no more commands; a new run continues from there
 */
export class ImportRun {
  readonly tally: Tally;
  private readonly queue = new TimeQueue<PendingTicket>();
  private readonly people: People;
  private readonly secret: Buffer;
  private readonly correlationId: string;
  private reading: Promise<void> = Promise.resolve();
  private complete = false;
  private readonly stopped = new AbortController();
  /** Made once: each signal of this kind stays with those it was made of. */
  private readonly stops: AbortSignal;
  private ticketsRead = 0;
  private ticketsDone = 0;
  private stepsRead = 0;
  private stepsDone = 0;
  private progressAt = performance.now();

  constructor(
    private readonly setting: ImportSetting,
    private readonly source: { readonly format: string; readonly fileHash: string },
    private readonly progress: (progress: ImportProgress) => void,
  ) {
    this.tally = new Tally(setting.keepsRows);
    this.stops = AbortSignal.any([this.stopped.signal, ...(setting.signal === undefined ? [] : [setting.signal])]);
    this.secret = setting.keyRing.secret('import');
    this.correlationId = this.idOf('import', source.fileHash);
    this.people = new People({
      organisation: setting.organisation.id,
      source: source.format,
      idOf: (kind, name) => this.idOf(kind, name),
      record: async (request, row) => {
        const commandId = this.idOf('record', request.id, JSON.stringify(request.command));
        await this.execute({ ...request, commandId, body: bodyOf(request.command) }, { row, implied: false });
      },
    });
  }

  async run(tickets: AsyncIterable<SourceTicket>): Promise<void> {
    const source = tickets[Symbol.asyncIterator]();
    const workers = Array.from({ length: this.setting.inFlight ?? 256 }, () => this.work(source));
    try {
      await Promise.all(workers);
    } finally {
      this.stopped.abort();
      await Promise.allSettled(workers);
      await source.return?.();
    }
    this.setting.signal?.throwIfAborted();
    this.reportProgress();
  }

  private async work(source: AsyncIterator<SourceTicket>): Promise<void> {
    for (;;) {
      await (this.reading = this.reading.then(() => this.readAhead(source)));
      const ticket = this.isStopped() ? undefined : this.queue.take();
      if (ticket === undefined) return;
      await this.step(ticket);
    }
  }

  private async readAhead(source: AsyncIterator<SourceTicket>): Promise<void> {
    while (!this.complete && !this.isStopped() && this.ticketsRead - this.ticketsDone < (this.setting.window ?? 5_000)) {
      const next = await source.next();
      if (next.done === true) this.complete = true;
      else this.plan(next.value);
    }
  }

  private plan({ key, rows, plan }: SourceTicket): void {
    this.ticketsRead += 1;
    try {
      const { planned, ready } = this.people.planWithNames(plan);
      this.tally.planned(rows, planned);
      this.stepsRead += planned.steps.length;
      this.enqueue({ key, id: this.commandId(key, planned.steps[0]), steps: planned.steps, peopleReady: ready, next: 0 });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.tally.unreadable(key, rows, error);
      this.ticketsDone += 1;
    }
  }

  private enqueue(ticket: PendingTicket): void {
    const step = ticket.steps[ticket.next];
    if (step === undefined) this.ticketsDone += 1;
    else this.queue.add(step.occurredAt, ticket);
  }

  private isStopped(): boolean {
    return this.stops.aborted;
  }

  private async step(ticket: PendingTicket): Promise<void> {
    const step = ticket.steps[ticket.next];
    if (step === undefined) return;
    if (ticket.next > 0 || (await this.arePeopleReady(ticket, step))) await this.take(ticket, step);
    else this.drop(ticket);
  }

  private async take(ticket: PendingTicket, step: ImportStep): Promise<void> {
    const before = ticket.next;
    ticket.next += 1;
    try {
      this.tally.done(ticket.key, step, await this.executeStep(ticket, step));
    } catch (error) {
      if (!(error instanceof DomainError) || fatalCodes.includes(error.code)) throw error;
      this.tally.refusedStep(ticket.key, step, error);
      // Without its opening, no later step of the ticket can succeed.
      if (step.command.type === 'OpenTicket') ticket.next = ticket.steps.length;
    }
    this.stepsDone += ticket.next - before;
    this.enqueue(ticket);
    if (this.stepsDone % progressInterval === 0) this.reportProgress();
  }

  /** False if a person of the ticket cannot be recorded. */
  private async arePeopleReady({ key, peopleReady }: PendingTicket, { row }: ImportStep): Promise<boolean> {
    try {
      await peopleReady(row);
      return true;
    } catch (error) {
      if (!(error instanceof DomainError) || fatalCodes.includes(error.code)) throw error;
      this.tally.refusedPeople(key, row, error);
      return false;
    }
  }

  private drop(ticket: PendingTicket): void {
    this.stepsDone += ticket.steps.length;
    ticket.next = ticket.steps.length;
    this.enqueue(ticket);
  }

  private reportProgress(): void {
    this.progress({ done: this.stepsDone, read: this.stepsRead, complete: this.complete });
  }

  private async executeStep({ key, id }: PendingTicket, step: ImportStep): Promise<CommandOutcome> {
    const request = { category: 'ticket', id, commandId: this.commandId(key, step), body: bodyOf(step.command) } as const;
    if (step.command.type !== 'OpenTicket') return this.execute({ ...request, command: step.command }, step);
    const { numbers, organisation } = this.setting;
    const opening = step.command;
    const numbered = (number: string): TicketCommand => ({ ...opening, number });
    // Blocks of numbers are facts, so only a ticket that can be opened takes a number.
    const rehearsal = await this.execute({ ...request, command: numbered(anyNumber), rehearsal: true }, step);
    if (rehearsal.repeated) return rehearsal;
    const number = await this.retry(() => numbers.next(organisation.kind));
    return this.execute({ ...request, command: numbered(number) }, step);
  }

  private execute(
    request: Pick<CommandRequest, 'category' | 'id' | 'command' | 'commandId' | 'body' | 'rehearsal'>,
    step: Pick<ImportStep, 'row' | 'implied'> & Partial<ImportStep>,
  ): Promise<CommandOutcome> {
    const source = { name: this.source.format, fileHash: this.source.fileHash, row: step.row };
    const fullRequest: CommandRequest = {
      ...request,
      actor: this.setting.actor,
      ...(typeof step.onBehalfOf === 'string' ? { onBehalfOf: this.member(step.onBehalfOf) } : {}),
      ...(step.occurredAt === undefined ? {} : { occurredAt: step.occurredAt }),
      origin: { kind: step.implied ? 'implied' : 'imported', source },
      correlationId: this.correlationId,
    };
    return this.retry(async (again) => {
      if (this.setting.giveWay !== undefined) await this.setting.giveWay.before();
      const outcome = await this.setting.executor.execute(fullRequest);
      this.progressed(outcome);
      // A repeat found by a retry belongs to this run, because its first attempt had no answer.
      return again ? { ...outcome, repeated: false } : outcome;
    });
  }

  private progressed(outcome: CommandOutcome): void {
    this.progressAt = performance.now();
    this.setting.giveWay?.recorded(outcome);
  }

  private retry<T>(work: (again: boolean) => Promise<T>): Promise<T> {
    const { patience = defaultPatience } = this.setting;
    const retrying = { ...patience, signal: this.stops, progressAt: () => this.progressAt };
    return retryUnavailable(work, retrying).catch((error: unknown) => {
      throw isUnavailable(error) ? this.gaveUp(error) : error;
    });
  }

  /** Says what was recorded before the outage. */
  private gaveUp(cause: DomainError): DomainError {
    const minutes = Math.max(1, Math.round((this.setting.patience ?? defaultPatience).withoutProgressMs / 60_000));
    const message =
      `The log or the documents have not answered for ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, so the import ended. ` +
      `${this.stepsDone} commands of this file are done. Import the same file again: it goes on from there, and repeats nothing.`;
    return Object.assign(new DomainError('unavailable', message), { cause });
  }

  private member(user: UserId): UserActor {
    return { user, organisation: this.setting.organisation.id };
  }

  private commandId(ticket: string, step: ImportStep | undefined): string {
    return this.idOf('command', ticket, step?.key ?? '');
  }

  private idOf(...parts: readonly string[]): string {
    return derivedId(this.secret, this.setting.organisation.id, this.source.format, ...parts);
  }
}

/** Content covered by the command's digest. Excludes the ticket number, which would differ in every run. */
function bodyOf(command: object): Value {
  return command as Value;
}
