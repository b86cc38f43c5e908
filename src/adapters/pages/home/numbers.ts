import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Actor } from '../../../domain/people/actor';
import { getDashboard } from '../../../projections/reports/ask-reports';
import { dashboardNotes } from '../../../projections/tickets/dashboard-notes';
import { ExecuteQuery } from '../../cqrs/execute-query';
import { CLOCK } from '../../desk/tokens';
import type { Clock } from '../../system/clock.port';
import { tilesOf } from './tiles';

/** Counters of the dashboard. */
@Injectable()
export class Numbers {
  constructor(
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws {DomainError} not-permitted */
  async of(actor: Actor) {
    const [tiles, notes] = await Promise.all([
      this.queries.execute(new ExecuteQuery(getDashboard, actor, undefined)),
      this.queries.execute(new ExecuteQuery(dashboardNotes, actor, { now: this.clock.now() })),
    ]);
    return { tiles: tilesOf(tiles, notes, actor), total: tiles.total };
  }
}
