import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Actor } from '../../../domain/people/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { namesOf, type Names } from '../../../projections/people/names';
import { isTicketNumber } from '../../../projections/tickets/read-ticket';
import { ticketLines } from '../../../projections/tickets/ticket-lines';
import type { TicketLine } from '../../../projections/tickets/list-tickets';
import { ExecuteQuery } from '../../cqrs/execute-query';
import { mostAtOnce } from '../../desk/tickets/bulk-desk';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { READ_MODELS } from '../../desk/tokens';
import { unless } from '../../desk/unless';
import { paramsOf, type ListQuestion } from './list-question';

export interface Selection {
  readonly lines: readonly TicketLine[];
  /** Numbers of tickets that do not exist, or that the reader may not see. */
  readonly unknown: readonly string[];
  /** Of the technicians who have them. */
  readonly names: Names;
}

/** The selected tickets that the reader may see. Null if there are too many for one request. */
@Injectable()
export class BulkSelection {
  constructor(
    private readonly queries: QueryBus,
    private readonly reader: TicketReader,
    @Inject(READ_MODELS) private readonly models: ReadModels,
  ) {}

  async ofNumbers(numbers: readonly string[], actor: Actor): Promise<Selection | null> {
    const asked = [...new Set(numbers)];
    if (asked.length > mostAtOnce) return null;
    const ids: string[] = [];
    for (const number of asked) if (isTicketNumber(number)) ids.push(...(await this.idOf(number, actor)));
    const lines = await this.queries.execute(new ExecuteQuery(ticketLines, actor, { ids }));
    const known = new Set(lines.map(({ number }) => number));
    return this.selectionOf(
      lines,
      asked.filter((number) => !known.has(number)),
    );
  }

  /** Selects all tickets on all pages of a list. */
  async ofList(question: ListQuestion, actor: Actor, zone: string): Promise<Selection | null> {
    const lines: TicketLine[] = [];
    let after: string | null = null;
    do {
      const params = paramsOf({ ...question, after }, actor, { limit: mostAtOnce, zone });
      const page = await this.reader.list(actor, params);
      lines.push(...page.items);
      after = page.next;
    } while (after !== null && lines.length < mostAtOnce);
    return after === null && lines.length <= mostAtOnce ? this.selectionOf(lines, []) : null;
  }

  private async selectionOf(lines: readonly TicketLine[], unknown: readonly string[]): Promise<Selection> {
    return { lines, unknown, names: await namesOf(this.models, { users: lines.map(({ assignee }) => assignee) }) };
  }

  private async idOf(number: string, actor: Actor): Promise<readonly string[]> {
    return this.reader
      .idOf(number, actor)
      .then((id) => [id])
      .catch(unless([], 'unknown'));
  }
}
