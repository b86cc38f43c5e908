import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { ReadModels } from '../../projections/kernel/read-models';
import type { CommandOutcome } from '../cqrs/execute-command';

export interface GiveWayParts {
  /** Whether somebody waits for a command of their own. */
  readonly isAnyoneWaiting: () => boolean;
  readonly models: Pick<ReadModels, 'waitFor'>;
  /** Read models that may not fall far behind, because people see them. */
  readonly names: readonly string[];
}

/** Milliseconds. Also while people never pause, the import goes on a little. */
const mostForPeople = 100;
/** Read models may be this many commands behind, at most twice as many; one that has stopped is waited for so long. */
const mostBehind = 250;
const mostForModels = 2_000;

/**
 * Lets people go before an import: each of its commands has a turn of the event loop of its own, waits while somebody waits for a command, and
 * while the read models are behind, so that what was recorded just now can be read.
 */
export class GiveWay {
  private turn: Promise<unknown> = Promise.resolve();
  private commands = 0;
  private newest: string | null = null;
  /** The newest position some commands ago. */
  private mark: string | null = null;

  constructor(private readonly parts: GiveWayParts) {}

  /** Before each command. */
  before(): Promise<void> {
    const mine = this.turn.then(() => this.wait());
    this.turn = mine;
    return mine;
  }

  /** Of the import's own commands. */
  recorded({ position }: Pick<CommandOutcome, 'position'>): void {
    if (position !== null && position > (this.newest ?? '')) this.newest = position;
  }

  private async wait(): Promise<void> {
    await nextTurn();
    for (let ms = 0; ms < mostForPeople && this.parts.isAnyoneWaiting(); ms += 5) await sleep(5);
    this.commands += 1;
    if (this.commands % mostBehind !== 0) return;
    const { mark } = this;
    this.mark = this.newest;
    if (mark !== null) await this.parts.models.waitFor(this.parts.names, mark, mostForModels);
  }
}
