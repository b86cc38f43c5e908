import type { ShownAggregate } from '../context';
import { decide, needs } from './organisation.decide';
import type { OrganisationCommand } from './organisation.commands';
import { organisationEventTypes, type OrganisationEvent } from './organisation.events';
import { evolve, organisationView, type OrganisationState } from './organisation.state';
import type { OrganisationView } from './views';

/** Stream `organisation-<uuid>`. */
export const organisation: ShownAggregate<OrganisationCommand, OrganisationState, OrganisationEvent, OrganisationView> = {
  category: 'organisation',
  eventTypes: organisationEventTypes,
  initial: null,
  evolve,
  decide,
  needs,
  shows: { view: organisationView, brings: ({ parent }) => (parent === null ? [] : [['organisation', parent]]) },
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
