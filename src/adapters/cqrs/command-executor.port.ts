import type { CommandOutcome, CommandRequest } from './execute-command';

export interface CommandExecutor {
  /**
   * Decides and records. When it resolves, the facts are on disk.
   * @throws {DomainError} a refusal; nothing was recorded
   */
  execute(request: CommandRequest): Promise<CommandOutcome>;
}
