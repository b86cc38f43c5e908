import { DomainError } from '../../../domain/kernel/errors';
import type { Instant } from '../../../domain/kernel/instant';
import type { TicketId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import { contactCommands } from '../../../domain/people/contact.commands';
import { ticketAggregate } from '../../../domain/ticket';
import { mergeCommands, ticketCommands, type MergeCommand } from '../../../domain/ticket/ticket.commands';
import type { CommandExecutor } from '../../cqrs/command-executor.port';
import { checkedInput } from '../../desk/input/checked-input';
import { commandFrom, type AnyCommand } from '../../desk/input/command-from';
import type { MergeProcess, TicketNumbers } from '../../desk/ports';
import type { FileVault } from '../../files/file-vault.port';
import type { Clock, Ids } from '../../system/clock.port';
import { loadActor } from '../../world/actor-loader';
import type { AggregateLoader } from '../../world/aggregate-loader.port';
import { derived, organisationId, personId, teamId } from '../demo-ids';
import { keepPictures, type KeptPicture } from './pictures';
import type { PlannedLink, PlannedStep, PlannedTicket } from './plan';
import type { Step } from './steps';

export interface PlayerParts {
  readonly executor: CommandExecutor;
  readonly loader: AggregateLoader;
  readonly merges: MergeProcess;
  readonly numbers: TicketNumbers;
  readonly vault: FileVault;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** A refused step, which ends its ticket's life: a user changed the ticket meanwhile, or a person lost a permission. */
export interface RefusedStep {
  readonly ticket: string;
  readonly type: string;
  readonly why: string;
}

interface Asked {
  readonly by: string;
  readonly type: string;
  readonly body: Step['body'];
  readonly commandId: string;
  readonly at: Instant;
}

const forms = { ...ticketCommands, ...mergeCommands, ...contactCommands };

/** Executes demo commands as the people they name. Fixed command ids prevent duplicates. */
export class DemoPlayer {
  readonly refused: RefusedStep[] = [];

  constructor(private readonly parts: PlayerParts) {}

  async recordContact(partner: string, body: { readonly key: string; readonly organisation: string }): Promise<void> {
    const { key, organisation, ...values } = body;
    const id = contactId(organisation, key);
    const person = { ...values, organisation: `organisation:${organisation}` };
    const asked = { by: partner, type: 'RecordContact', body: person, commandId: id, at: this.parts.clock.now() };
    await this.unlessRefused(key, 'RecordContact', () => this.record('contact', id, asked));
  }

  async isOpened(key: string): Promise<boolean> {
    return (await this.parts.loader.load(ticketAggregate, ticketId(key))).phase !== 0;
  }

  /** Allocates a number only for a ticket that does not exist yet. */
  async open({ key, opened }: PlannedTicket): Promise<void> {
    if (await this.isOpened(key)) return;
    const id = ticketId(key);
    await this.unlessRefused(key, opened.type, async () => {
      const actor = await this.actor(opened.by);
      const ticketNumber = await this.parts.numbers.next(actor.organisationKind);
      await this.record('ticket', id, { ...opened, commandId: id }, { ticketNumber, pictures: opened.pictures ?? [] });
    });
  }

  /** Stops at the first refusal, because later steps depend on earlier ones. */
  async lead({ key, then }: PlannedTicket, signal: AbortSignal): Promise<void> {
    for (const [at, step] of then.entries()) {
      if (signal.aborted || !(await this.take(key, step, at))) return;
    }
  }

  async link({ ticket, ...step }: PlannedLink): Promise<void> {
    const id = ticketId(ticket);
    const commandId = derived('command', ticket, step.type);
    await this.unlessRefused(ticket, step.type, async () => {
      const { command, actor } = await this.made({ ...step, commandId });
      const asking = { actor, commandId, correlationId: commandId, body: commandId, occurredAt: step.at };
      const link = command as MergeCommand;
      if (link.type === 'UnlinkDuplicate') await this.parts.merges.unlink({ primary: id, duplicate: link.duplicate }, asking);
      if (link.type === 'MergeInto')
        await this.parts.merges.merge({ primary: link.primary, duplicate: id, addressed: id }, asking);
    });
  }

  private take(key: string, step: PlannedStep, at: number): Promise<boolean> {
    const asked = { ...step, commandId: derived('command', key, String(at), step.type) };
    return this.unlessRefused(key, step.type, () =>
      this.record('ticket', ticketId(key), asked, { pictures: step.pictures ?? [] }),
    );
  }

  private async record(
    category: 'ticket' | 'contact',
    id: string,
    asked: Asked,
    { pictures = [], ticketNumber }: { readonly pictures?: readonly string[]; readonly ticketNumber?: string } = {},
  ): Promise<void> {
    const { commandId, at: occurredAt } = asked;
    const kept = await keepPictures(this.parts, pictures);
    const { command, actor } = await this.made(asked, kept, ticketNumber);
    const request = { category, id, command, actor, commandId, correlationId: commandId, body: commandId, occurredAt };
    try {
      const { repeated } = await this.parts.executor.execute(request);
      if (repeated) await this.parts.vault.discard(kept);
    } catch (error) {
      await this.parts.vault.discard(kept);
      throw error;
    }
  }

  private async made(asked: Asked, kept: readonly KeptPicture[] = [], ticketNumber?: string) {
    const { type, commandId } = asked;
    const form = forms[type as keyof typeof forms];
    const actor = await this.actor(asked.by);
    const { values } = checkedInput(form, withIds(asked.body));
    const files = kept.length === 0 ? {} : { files: kept.map(({ named }) => named) };
    const newId = (): string => this.parts.ids.next();
    const given = { actor, commandId, newId, addressId: newId, ...(ticketNumber !== undefined && { ticketNumber }) };
    return { actor, command: commandFrom<AnyCommand>(type, form, { ...values, ...files }, given) };
  }

  private async actor(name: string): Promise<Actor> {
    const [organisation = '', person = ''] = name.split('/');
    const actor = await loadActor(this.parts.loader, personId(organisation, person));
    if (actor === null) throw new DomainError('not-permitted', `${name} may not sign in.`);
    return actor;
  }

  /** Rethrows when a store does not answer. The next start continues. */
  private async unlessRefused(ticket: string, type: string, act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === 'unavailable') throw error;
      this.refused.push({ ticket, type, why: error.message });
      return false;
    }
  }
}

export function ticketId(key: string): TicketId {
  return derived('ticket', key);
}

function contactId(organisation: string, key: string): string {
  return derived('contact', organisation, key);
}

const makers: Readonly<Record<string, (first: string, second: string) => string>> = {
  user: personId,
  team: teamId,
  contact: contactId,
  organisation: (key) => organisationId(key),
  ticket: (key) => ticketId(key),
};

/** Replaces keys by ids. */
function withIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withIds);
  if (typeof value !== 'object' || value === null) return named(String(value)) ?? value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withIds(one)]));
}

function named(text: string): string | null {
  const [, noun = '', first = '', second = ''] = /^(\w+):([^/\s][^/]*)(?:\/(.*))?$/.exec(text) ?? [];
  return makers[noun]?.(first, second) ?? null;
}
