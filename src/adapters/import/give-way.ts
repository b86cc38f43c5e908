import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { ReadModels } from '../../projections/kernel/read-models';
import type { CommandOutcome } from '../cqrs/execute-command';

export interface GiveWayParts {
  /** Whether a user is waiting for a command. */
  readonly isAnyoneWaiting: () => boolean;
  readonly models: Pick<ReadModels, 'waitFor'>;
  /** Read models that users see, which may not lag far behind. */
  readonly names: readonly string[];
}

/** Maximum wait in ms for users, so that the import continues even under constant load. */
const mostForPeople = 5;
/** The read models may lag by once or twice this many commands. A stopped one is waited for at most `mostForModels`. */
const mostBehind = 250;
const mostForModels = 2_000;

/** Gives users priority over an import. Before each import command it yields to the event loop, to commands of users, and to lagging read models. */
export class GiveWay {
  private turn: Promise<unknown> = Promise.resolve();
  private commands = 0;
  private newest: string | null = null;
  /** The newest position some commands ago. */
  private mark: string | null = null;

  constructor(private readonly parts: GiveWayParts) {}

  /** Call before each command. */
  before(): Promise<void> {
    const mine = this.turn.then(() => this.wait());
    this.turn = mine;
    return mine;
  }

  /** Call after each command of the import. */
  recorded({ position }: Pick<CommandOutcome, 'position'>): void {
    if (position !== null && position > (this.newest ?? '')) this.newest = position;
  }

  private async wait(): Promise<void> {
    await nextTurn();
    if (this.parts.isAnyoneWaiting()) await sleep(mostForPeople);
    this.commands += 1;
    if (this.commands % mostBehind !== 0) return;
    const { mark } = this;
    this.mark = this.newest;
    if (mark !== null) await this.parts.models.waitFor(this.parts.names, mark, mostForModels);
  }
}
