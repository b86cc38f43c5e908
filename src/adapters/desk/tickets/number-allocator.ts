import { DomainError } from '../../../domain/kernel/errors';
import { formatNumber, numberPrefixes, numbers, type Block, type TakeNumberBlock } from '../../../domain/numbers/numbers';
import type { Actor } from '../../../domain/people/actor';
import type { OrganisationKind } from '../../../domain/people/views';
import type { CommandExecutor } from '../../cqrs/command-executor.port';
import type { Ids } from '../../system/clock.port';
import type { AggregateLoader } from '../../world/aggregate-loader.port';

export interface NumberAllocatorParts {
  readonly executor: CommandExecutor;
  readonly loader: AggregateLoader;
  readonly ids: Ids;
  /** The actor recorded for a block, which belongs to no single ticket. */
  readonly actor: Actor;
}

/** Ticket numbers per recorded block. A restart leaves the rest of a block as a gap. */
export const blockSize = 100;
const attempts = 10;

/** Allocates ticket numbers in blocks: unique, increasing within an instance, gaps allowed (rule 5). */
export class NumberAllocator {
  private readonly blocks = new Map<string, Block>();
  private readonly taking = new Map<string, Promise<void>>();

  constructor(private readonly parts: NumberAllocatorParts) {}

  /** @throws {DomainError} conflict, unavailable */
  async next(openedBy: OrganisationKind): Promise<string> {
    const prefix = numberPrefixes[openedBy];
    for (;;) {
      const block = this.blocks.get(prefix);
      if (block !== undefined && block.from <= block.to) {
        this.blocks.set(prefix, { from: block.from + 1, to: block.to });
        return formatNumber(prefix, block.from);
      }
      await this.refill(prefix);
    }
  }

  /** Concurrent callers share one refill. */
  private async refill(prefix: string): Promise<void> {
    const taking =
      this.taking.get(prefix) ??
      this.take(prefix)
        .then((block) => void this.blocks.set(prefix, block))
        .finally(() => this.taking.delete(prefix));
    this.taking.set(prefix, taking);
    await taking;
  }

  private async take(prefix: string): Promise<Block> {
    let from = (await this.parts.loader.load(numbers, prefix)).next;
    for (let attempt = 1; ; attempt++) {
      const block = { from, to: from + blockSize - 1 };
      try {
        await this.record(prefix, { type: 'TakeNumberBlock', ...block });
        return block;
      } catch (error) {
        const next = nextAfterConflict(error);
        if (next === null || attempt === attempts) throw error;
        from = next;
      }
    }
  }

  private async record(prefix: string, command: TakeNumberBlock): Promise<void> {
    const commandId = this.parts.ids.next();
    const { from, to } = command;
    await this.parts.executor.execute({
      ...{ category: 'numbers', id: prefix, command, body: { from, to } },
      ...{ actor: this.parts.actor, commandId, correlationId: commandId },
    });
  }
}

/** The next free number after a conflict with another instance. Null for any other error. */
function nextAfterConflict(error: unknown): number | null {
  if (!(error instanceof DomainError) || error.code !== 'conflict') return null;
  return typeof error.facts['next'] === 'number' ? error.facts['next'] : null;
}
