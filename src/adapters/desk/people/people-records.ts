import type { OrganisationId } from '../../../domain/kernel/ids';
import { isStaff, type Actor } from '../../../domain/people/actor';
import { ancestorsOf } from '../../../domain/people/reach';
import type { EventStore } from '../../eventstore/event-store.port';
import type { AggregateLoader } from '../../world/aggregate-loader.port';
import { loadWorld } from '../../world/world-loader';
import type { PeopleThing } from '../ports';

export interface PeopleRecordsParts {
  readonly loader: AggregateLoader;
  readonly log: Pick<EventStore, 'head'>;
}

/** Organisations, people and roles from the log, which never lags. */
export class PeopleRecords {
  constructor(private readonly parts: PeopleRecordsParts) {}

  /** Null when it is not recorded, or lies outside the actor's reach. Permissions are checked elsewhere. */
  async recordedAt(thing: PeopleThing, actor: Actor): Promise<string | null> {
    const owner = await this.ownerOf(thing);
    if (owner === undefined || !(await this.isWithinReach(owner, actor))) return null;
    // The head, not its own newest fact: its organisation may have come within reach later.
    return this.parts.log.head();
  }

  /** Null when it belongs to everybody, undefined when it does not exist. */
  private async ownerOf({ category, id }: PeopleThing): Promise<OrganisationId | null | undefined> {
    const world = await loadWorld(this.parts.loader, [[category, id]]);
    if (category === 'organisation') return world.organisation(id)?.id;
    return (world[category] as (id: string) => { readonly organisation: OrganisationId | null } | undefined)(id)?.organisation;
  }

  private async isWithinReach(owner: OrganisationId | null, actor: Actor): Promise<boolean> {
    if (owner === null || owner === actor.organisation || actor.organisationKind === 'admin') return true;
    if (!isStaff(actor)) return false;
    const world = await loadWorld(this.parts.loader, [['organisation', owner]]);
    return ancestorsOf(owner, world).some(({ id }) => id === actor.organisation);
  }
}
