import type { DecisionContext } from '../../context';
import { reject } from '../../kernel/errors';
import type { UserActor } from '../../kernel/event';
import type { OrganisationId, TeamId, UserId } from '../../kernel/ids';
import { isImporting } from '../../people/rights';
import { isWithin, requireOrganisation } from '../../people/reach';
import type { Requester } from '../ticket.events';

/**
 * Imports may name people who have left since.
 * @throws {DomainError} invalid
 */
export function checkTechnician(technician: UserId, handler: OrganisationId, context: DecisionContext): void {
  const user = context.world.user(technician);
  if (user?.organisation === handler && (user.active || isImporting(context))) return;
  reject(
    'invalid',
    'You can assign the ticket only to an active user of the organisation that handles it. Choose another technician.',
    {
      fields: { technician: 'an active user of the handling organisation' },
      handler,
    },
  );
}

/** @throws {DomainError} invalid */
export function checkTeam(team: TeamId, handler: OrganisationId, context: DecisionContext): void {
  const teams = requireOrganisation(context, handler).teams;
  if (teams.includes(team)) return;
  reject('invalid', 'You can use only teams of the organisation that handles the ticket. Choose another team.', {
    fields: { team: 'a team of the handling organisation' },
    teams,
  });
}

/**
 * The requester's organisation. Customers may name only their own people, staff also those of organisations below.
 * @throws {DomainError} unknown
 */
export function requesterOrganisation(requester: Requester, context: DecisionContext): OrganisationId {
  const { world } = context;
  const known = 'user' in requester ? world.user(requester.user) : world.contact(requester.contact);
  if (known !== undefined && isWithin(context, known.organisation)) return known.organisation;
  return reject('unknown', 'There is no such requester in your organisation or below it. Record the contact first.', {
    requester,
  });
}

/**
 * Only somebody who could be the requester may own a ticket.
 * @throws {DomainError} unknown
 */
export function checkOwner(owner: UserActor, context: DecisionContext): void {
  const { organisation } = owner;
  if (context.world.user(owner.user)?.organisation === organisation && isWithin(context, organisation)) return;
  reject('unknown', 'There is no such user in that organisation, or you have no access to them. Choose another owner.', {
    owner: { ...owner },
  });
}
