import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ERASED } from '../../../domain/kernel/event';
import type { Noun } from '../../../domain/kernel/fields';
import type { Actor } from '../../../domain/people/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { listWorkers } from '../../../projections/people/holders';
import { listContacts, listUsers } from '../../../projections/people/list-people';
import { namesOf } from '../../../projections/people/names';
import type { OrganisationItem } from '../../../projections/people/organisations';
import { ExecuteQuery } from '../../cqrs/execute-query';
import type { TicketView } from '../../desk/tickets/ticket-reader';
import { READ_MODELS } from '../../desk/tokens';
import { unless } from '../../desk/unless';
import type { Option } from './inputs';
import type { Leaf } from './leaves';

const most = 200;

export interface ChoosingFor {
  readonly actor: Actor;
  /** Null for a new ticket. */
  readonly ticket: TicketView | null;
  /** Allowed values, by field name. */
  readonly only: ReadonlyMap<string, readonly string[]>;
}

/** Options for form fields, by display name. Only offers what the actor may see. */
@Injectable()
export class Choices {
  constructor(
    private readonly queries: QueryBus,
    @Inject(READ_MODELS) private readonly models: ReadModels,
  ) {}

  async of(leaves: readonly Leaf[], choosing: ChoosingFor): Promise<ReadonlyMap<string, readonly Option[]>> {
    const found = await Promise.all(leaves.map(async (leaf) => [leaf.path, await this.optionsOf(leaf, choosing)] as const));
    return new Map(found.flatMap(([path, options]) => (options === null ? [] : [[path, options] as const])));
  }

  private optionsOf({ path, form }: Leaf, choosing: ChoosingFor): Promise<readonly Option[] | null> {
    if (form.kind === 'either') return this.requesters(choosing);
    if (path === 'technician') return this.workers(choosing);
    const of = form.kind === 'id' ? this.byNoun[form.of] : undefined;
    return of === undefined ? Promise.resolve(null) : of(choosing, choosing.only.get(path) ?? null);
  }

  /** Kinds that are missing here are typed. */
  private readonly byNoun: {
    readonly [noun in Noun]?: (choosing: ChoosingFor, only: readonly string[] | null) => Promise<readonly Option[]>;
  } = {
    user: (choosing) => this.users(choosing),
    organisation: ({ ticket, actor }, only) => this.organisations(only ?? [ticket?.handler ?? actor.organisation]),
    team: (choosing) => this.teams(choosing),
    watcher: ({ ticket }) => Promise.resolve((ticket?.watchers ?? []).map(({ id, email }) => option(id, email))),
    file: ({ ticket }) =>
      Promise.resolve((ticket?.files ?? []).filter(({ redacted }) => !redacted).map(({ id, name }) => option(id, name))),
  };

  /** Permitted users of the handler's organisation. */
  private async workers({ actor, ticket }: ChoosingFor): Promise<readonly Option[]> {
    const organisation = ticket?.handler ?? actor.organisation;
    const { items } = await this.asked(() =>
      this.queries.execute(new ExecuteQuery(listWorkers, actor, { organisation, limit: most })),
    );
    return items.map(({ id, name }) => option(id, name));
  }

  private async users({ actor, ticket }: ChoosingFor): Promise<readonly Option[]> {
    const organisation = ticket?.handler ?? actor.organisation;
    const { items } = await this.asked(() =>
      this.queries.execute(new ExecuteQuery(listUsers, actor, { organisation, limit: most })),
    );
    return items.filter(({ active }) => active).map(({ id, name }) => option(id, name));
  }

  private async requesters({ actor }: ChoosingFor): Promise<readonly Option[]> {
    const [users, contacts] = await Promise.all([
      this.asked(() => this.queries.execute(new ExecuteQuery(listUsers, actor, { limit: most }))),
      this.asked(() => this.queries.execute(new ExecuteQuery(listContacts, actor, { limit: most }))),
    ]);
    return [
      ...contacts.items.map(({ id, name }) => option(`contact:${id}`, name)),
      ...users.items.filter(({ active }) => active).map(({ id, name }) => option(`user:${id}`, name)),
    ];
  }

  private async organisations(ids: readonly string[]): Promise<readonly Option[]> {
    const names = await namesOf(this.models, { organisations: ids });
    return ids.map((id) => option(id, names[id] ?? null));
  }

  private async teams({ actor, ticket }: ChoosingFor): Promise<readonly Option[]> {
    const home = await this.models.get<OrganisationItem>('organisations', ticket?.handler ?? actor.organisation);
    return (home?.teams ?? []).map(({ id, name }) => option(id, name));
  }

  /** Empty for actors who may not look people up. */
  private asked<Page extends { readonly items: readonly unknown[] }>(
    ask: () => Promise<Page>,
  ): Promise<Page | { readonly items: readonly [] }> {
    return ask().catch(unless({ items: [] as const }, 'not-permitted'));
  }
}

const option = (value: string, name: string | null): Option => ({ value, label: name === null || name === ERASED ? '–' : name });
