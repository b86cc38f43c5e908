import type { Aggregate } from '../kernel/decider';
import { decide, needs } from './organisation.decide';
import type { OrganisationCommand } from './organisation.commands';
import { organisationEventTypes, type OrganisationEvent } from './organisation.events';
import { evolve, type OrganisationState } from './organisation.state';

/** Stream `organisation-<uuid>`. */
export const organisation: Aggregate<OrganisationCommand, OrganisationState, OrganisationEvent> = {
  category: 'organisation',
  eventTypes: organisationEventTypes,
  initial: null,
  evolve,
  decide,
  needs,
  facets: () => null,
};

export {
  organisationView,
  parentKinds,
  rootOrganisation,
  teamsOf,
  type Organisation,
  type OrganisationState,
  type Team,
} from './organisation.state';
