import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { isStaff, type Actor } from '../../../domain/people/actor';
import type { Permission } from '../../../domain/people/permission';
import { can } from '../../../domain/people/rights';
import {
  checkingList,
  countTickets,
  qualifyingList,
  unassignedList,
  type ListOf,
} from '../../../projections/tickets/list-tickets';
import { ExecuteQuery } from '../../cqrs/execute-query';
import { listHref } from './list-question';

interface Work {
  readonly key: 'qualify' | 'assign' | 'check';
  readonly may: Permission;
  readonly list: (actor: Actor) => ListOf;
  /** Default: the list itself. */
  readonly href?: string;
}

const works: readonly Work[] = [
  { key: 'qualify', may: 'ticket.qualify', list: qualifyingList },
  { key: 'assign', may: 'ticket.assign', list: unassignedList, href: '/dispatch' },
  { key: 'check', may: 'ticket.check', list: checkingList },
];

export interface WaitingList {
  readonly key: Work['key'];
  readonly count: number;
  readonly href: string;
}

/** Work for readers whose own list is empty because nobody assigns it to them, such as dispatchers and checkers. */
@Injectable()
export class WaitingWork {
  constructor(private readonly queries: QueryBus) {}

  async of(actor: Actor): Promise<readonly WaitingList[]> {
    const theirs = isStaff(actor) ? works.filter(({ may }) => can(actor, may)) : [];
    const counted = await Promise.all(
      theirs.map(async ({ key, list, href }) => {
        const wanted = list(actor);
        const count = await this.queries.execute(new ExecuteQuery(countTickets, actor, wanted));
        return { key, count, href: href ?? listHref(wanted) };
      }),
    );
    return counted.filter(({ count }) => count > 0);
  }
}
