import type { Resolution } from '../../../domain/ticket/ticket.events';
import type { Shown } from '../../../projections/kernel/shown';
import type { OrganisationItem, TeamItem } from '../../../projections/people/organisations';
import type { UserItem } from '../../../projections/people/users';
import type { TicketListItem } from '../../../projections/tickets/ticket-list';
import type { TicketMeasures } from '../../../projections/tickets/ticket-measures';
import { cast } from '../answers/cast';
import { about, count, id, instant, listOf, object, orNull, text, yesNo, type Schema } from '../answers/schema';
import { organisationKind, requester } from '../answers/shared';
import { identity, place, requestedBy, times } from '../tickets/answers';

// The documents of the read models for reporting, as allow-lists. Codes and ids only, except the fields that models.ts guards.

type TicketCopy = Pick<TicketListItem, keyof typeof place | 'number' | 'title' | 'requester' | 'category' | 'channel'> &
  Pick<TicketListItem, 'openedAt' | 'updatedAt' | 'closedAt' | 'stage'> & { readonly id: string };

export const ticketCopy = object<TicketCopy>('TicketCopy', {
  ...{ ...identity, ...place },
  stage: about('The status as people see it.', text as Schema<TicketListItem['stage']>, 'progress'),
  requester: requestedBy,
  category: about('Category of the problem.', orNull(text), 'Screen'),
  channel: about('The channel on which it arrived.', orNull(text), 'phone'),
  ...times,
  closedAt: about('When it was closed. Null while it is open.', orNull(instant), null),
});

type Measures = Omit<Shown<TicketMeasures>, 'details'>;
const when = (description: string) => about(description, orNull(instant), null);
const priority = (description: string) => about(description, text, 'moderate');
const change = object<TicketMeasures['priorityChanges'][number]>('PriorityChange', {
  from: priority('Before.'),
  to: about('After.', text, 'high'),
});

export const ticketMeasuresCopy = object<Measures>('TicketMeasuresCopy', {
  id: about('Id of the ticket.', id, cast.ticket),
  number: about('Number for display.', text, 'CT-000001'),
  openedAt: about('When it was opened.', instant),
  firstCategory: about('Category at the opening.', orNull(text), 'Screen'),
  requester: about('The person who has the problem.', requester),
  handler: about('The organisation with custody.', id, cast.partner),
  phase: place.phase,
  firstPriority: priority('Priority at the opening.'),
  lastPriority: priority('Priority now.'),
  priorityChanges: about('Its changes of priority, in order.', listOf(change), []),
  firstSolvedAt: when('When it was solved first.'),
  lastSolvedAt: when('When it was solved last.'),
  lastClosedAt: when('When it was closed. Null while it is open, also after a reopening.'),
  resolution: about('How it ended.', orNull(text as Schema<Resolution>), null),
  reopens: about(
    'Reopenings, by the phase before.',
    object<TicketMeasures['reopens']>('ReopensByPhase', {
      from6: about('From checking.', count, 0),
      from7: about('From closed.', count, 0),
    }),
  ),
  teamMoves: about('Changes of team. The first team does not count.', count, 1),
  lastTeam: about('The team it was with last.', orNull(text), cast.team),
  lastTeamOrganisation: about('The organisation of that team.', orNull(id), cast.partner),
  solver: about('The user who solved it.', orNull(id), cast.technician),
  madeSla: about('Whether it met the agreed time, as an imported system said.', orNull(yesNo), null),
});

const team = object<Pick<TeamItem, 'id' | 'name'>>('TeamCopy', {
  id: about('Id of the team.', id, cast.team),
  name: about('Name of the team.', text, 'Field service'),
});

type OrganisationCopy = Pick<OrganisationItem, 'kind' | 'name' | 'parent'> & {
  readonly id: string;
  readonly teams: readonly Pick<TeamItem, 'id' | 'name'>[];
};
export const organisationCopy = object<OrganisationCopy>('OrganisationCopy', {
  id: about('Id of the organisation.', id, cast.partner),
  kind: about('Its place in the chain.', organisationKind, 'partner'),
  name: about('Name of the organisation.', text, 'Harbour Service Partners'),
  parent: about('The organisation above it. Null for the root.', orNull(id), cast.distributor),
  teams: about('Its teams.', listOf(team)),
});

type UserCopy = Pick<Shown<UserItem>, 'id' | 'organisation' | 'name' | 'email' | 'login' | 'active' | 'erased'>;
export const userCopy = object<UserCopy>('UserCopy', {
  id: about('Id of the user.', id, cast.technician),
  organisation: about('The organisation of the user.', id, cast.partner),
  name: about('`ERASED` if the person was erased.', orNull(text), 'Tomáš Dvořák'),
  email: about('`ERASED` if the person was erased.', orNull(text), 'tomas@harbour.example'),
  login: about('False for users of an imported system, who cannot sign in.', yesNo, true),
  active: about('Whether the user can sign in.', yesNo, true),
  erased: about('Whether the personal data was destroyed.', yesNo, false),
});
