import { outcome } from '../answers/outcomes';
import { peopleResources } from '../people/people.controllers';
import type { DescribedResource } from './command-operations';
import { describedTickets } from './ticket-commands';

/** Resources with commands in the API. */
export const describedResources: readonly DescribedResource[] = [
  describedTickets,
  ...peopleResources.map((resource) => ({ ...resource, outcome, outcomeHeaders: ['ETag' as const] })),
];
