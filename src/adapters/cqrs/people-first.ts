import type { CommandExecutor } from './command-executor.port';
import type { CommandOutcome, CommandRequest } from './execute-command';

/** Counts running commands of people, so that imports can wait for them. */
export class PeopleFirst implements CommandExecutor {
  private waiting = 0;

  constructor(private readonly executor: CommandExecutor) {}

  get isAnyoneWaiting(): boolean {
    return this.waiting > 0;
  }

  async execute(request: CommandRequest): Promise<CommandOutcome> {
    if (isImported(request)) return this.executor.execute(request);
    this.waiting += 1;
    try {
      return await this.executor.execute(request);
    } finally {
      this.waiting -= 1;
    }
  }
}

function isImported({ origin }: CommandRequest): boolean {
  return origin !== undefined && (origin.kind === 'imported' || origin.source !== undefined);
}
