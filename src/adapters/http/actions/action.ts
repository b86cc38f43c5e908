import type { Type } from '@nestjs/common';
import type { TicketCommand } from '../../../domain/ticket/ticket.commands';
import type { Actor } from '../../../domain/people/actor';
import type { CommandId } from '../../../domain/kernel/ids';
import type { Timed } from '../dto/timed.dto';

export interface Given {
  readonly actor: Actor;
  /** For the one thing a command makes, so that repeating it names the same thing. */
  readonly commandId: CommandId;
  readonly newId: () => string;
}

/** One route POST /v1/tickets/:id/<path>: what it takes, and the command it means. */
export interface TicketAction {
  readonly path: string;
  readonly summary: string;
  readonly dto: Type<Timed>;
  /** The change overwrites values, so If-Match must say which (428 without). */
  readonly needsRevision: boolean;
  readonly toCommand: (dto: Timed, given: Given) => TicketCommand;
}

/** Ties the DTO to its mapper before both are forgotten in the table. */
export function action<D extends Timed>(
  path: string,
  summary: string,
  dto: Type<D>,
  toCommand: (dto: D, given: Given) => TicketCommand,
): TicketAction {
  return { path, summary, dto, needsRevision: false, toCommand: toCommand as TicketAction['toCommand'] };
}
