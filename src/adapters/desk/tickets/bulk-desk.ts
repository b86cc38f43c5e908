import { Inject, Injectable } from '@nestjs/common';
import { DomainError, reject } from '../../../domain/kernel/errors';
import { isCertain } from '../is-certain';
import type { TicketId } from '../../../domain/kernel/ids';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { ticketList } from '../../../projections/tickets/ticket-list';
import type { Asker, Outcome } from '../asker';
import { freshWithinMs } from '../in-time';
import { checkedInput } from '../input/checked-input';
import { READ_MODELS } from '../tokens';
import { TicketDesk, ticketVerbs, type TicketRequest } from './ticket-desk';

/** Maximum number of tickets in one bulk request. Each is a command of its own, recorded before the answer. */
export const mostAtOnce = 200;

export interface BulkRequest extends Pick<TicketRequest, 'type' | 'body'> {
  readonly tickets: readonly TicketId[];
}

/** The result for one ticket. */
export type BulkResult = { readonly ticket: TicketId } & ({ readonly outcome: Outcome } | { readonly refusal: DomainError });

/** Runs one command on several tickets. Each has its own permission check and idempotency key. */
@Injectable()
export class BulkDesk {
  constructor(
    private readonly desk: TicketDesk,
    @Inject(READ_MODELS) private readonly models: ReadModels,
  ) {}

  /**
   * Runs sequentially, so that other commands are not blocked. A retry with the same key, such as after a crash, skips what was recorded and
   * does the rest.
   * @throws {DomainError} too-large; invalid when the form would be refused for every ticket
   */
  async act(asker: Asker, { tickets, type, body }: BulkRequest): Promise<readonly BulkResult[]> {
    if (tickets.length > mostAtOnce)
      reject('too-large', `At most ${mostAtOnce} tickets can be changed at once. Select fewer.`, { most: mostAtOnce });
    checkedInput(ticketVerbs.forms[type], body);
    const results: BulkResult[] = [];
    for (const ticket of new Set(tickets)) results.push(await this.one(asker, { ticket, type, body }));
    await this.waitUntilShown(results);
    return results;
  }

  private async one(asker: Asker, request: TicketRequest): Promise<BulkResult> {
    const { idempotencyKey: key, ...who } = asker;
    const { ticket } = request;
    try {
      const own = key === undefined ? who : { ...who, idempotencyKey: `${key} ${ticket}` };
      return { ticket, outcome: await this.desk.act(own, request) };
    } catch (refusal) {
      if (isCertain(refusal)) return { ticket, refusal };
      throw refusal;
    }
  }

  /** Waits until lists show the recorded changes. */
  private async waitUntilShown(results: readonly BulkResult[]): Promise<void> {
    const last = results.flatMap((result) => ('outcome' in result ? [result.outcome.position] : [])).at(-1) ?? null;
    if (last !== null) await this.models.waitFor([ticketList.name], last, freshWithinMs);
  }
}
