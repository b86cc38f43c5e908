import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { isStaff, type Actor } from '../../../domain/people/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { listWorkers } from '../../../projections/people/holders';
import { listOrganisations } from '../../../projections/people/list-people';
import type { Names } from '../../../projections/people/names';
import type { OrganisationItem } from '../../../projections/people/organisations';
import { getContact, getOrganisation, getUser } from '../../../projections/people/read-people';
import type { TicketFilter } from '../../../projections/tickets/list-tickets';
import { ExecuteQuery, type Question } from '../../cqrs/execute-query';
import { READ_MODELS } from '../../desk/tokens';
import { unless } from '../../desk/unless';
import { me, namedFilters, nobody, type Chosen } from './filters';

interface Named {
  readonly id: string;
  readonly name: string | null;
}

const mostOffered = 200;
const mostLookedUp = 10;
const nothing: readonly Named[] = [];

type LookUp = Question<{ readonly id: string }, Named | null>;
const lookUps: { readonly [filter in Exclude<(typeof namedFilters)[number], 'team'>]: readonly LookUp[] } = {
  assignee: [getUser],
  requester: [getUser, getContact],
  customer: [getOrganisation],
  handler: [getOrganisation],
};

/** Names for filters, limited to records that the reader may look up. An id in the URL reveals no other name. */
@Injectable()
export class FilterChoices {
  constructor(
    private readonly queries: QueryBus,
    @Inject(READ_MODELS) private readonly models: ReadModels,
  ) {}

  /** Names of the chosen ids that are missing in `known`. */
  async namesOf(actor: Actor, chosen: Chosen, known: Names): Promise<Names> {
    const wanted = namedFilters.flatMap((filter) => (chosen[filter] ?? []).map((id) => ({ filter, id })));
    const missing = wanted.filter(({ id }) => id !== nobody && id !== me && !(id in known)).slice(0, mostLookedUp);
    const found = await Promise.all(missing.map(({ filter, id }) => this.lookUp(actor, filter, id)));
    return namesIn(found.flat());
  }

  /** The options of the filter form. */
  async offersFor(actor: Actor): Promise<{ readonly [filter in TicketFilter]?: readonly Named[] }> {
    const [users, organisations, teams] = await Promise.all([
      allowed(this.technicians(actor)),
      allowed(this.items(listOrganisations, actor, { limit: mostOffered })),
      this.teamsOf(actor),
    ]);
    return {
      assignee: users,
      team: teams,
      customer: organisations,
      handler: organisations.filter(({ kind }) => kind !== 'customer'),
    };
  }

  /** Users of the reader's own organisation, because customers' people handle nothing. */
  private async technicians(actor: Actor): Promise<readonly Named[]> {
    if (!isStaff(actor)) return nothing;
    return this.items(listWorkers, actor, { organisation: actor.organisation, limit: mostOffered });
  }

  private async items<Params, Item>(list: Question<Params, { readonly items: readonly Item[] }>, actor: Actor, params: Params) {
    return (await this.queries.execute(new ExecuteQuery(list, actor, params))).items;
  }

  private async lookUp(actor: Actor, filter: (typeof namedFilters)[number], id: string): Promise<readonly Named[]> {
    if (filter === 'team') return (await this.teamsOf(actor)).filter((team) => team.id === id);
    const found = await Promise.all(
      lookUps[filter].map((question) =>
        allowed(this.queries.execute(new ExecuteQuery(question, actor, { id })).then((one) => (one === null ? nothing : [one]))),
      ),
    );
    return found.flat();
  }

  private async teamsOf({ organisation }: Actor): Promise<readonly Named[]> {
    const own = await this.models.get<OrganisationItem>('organisations', organisation);
    return own?.teams ?? nothing;
  }
}

/** Empty for readers who may not look there. */
function allowed<Item>(asked: Promise<readonly Item[]>): Promise<readonly Item[]> {
  return asked.catch(unless([], 'not-permitted'));
}

function namesIn(named: readonly Named[]): Names {
  return Object.fromEntries(named.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])));
}
