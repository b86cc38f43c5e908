import type { OpenTicket, ReviseDetails } from '../../../domain/ticket/ticket.commands';
import type { Details, Requester } from '../../../domain/ticket/ticket.events';
import { said } from '../dto/fields';
import type { OpenTicketDto, RequesterDto } from '../dto/intake.dto';
import { refuseFields } from '../problems/problem';
import type { Given } from './action';

export function openTicket(dto: OpenTicketDto, number: string, { actor, newId }: Given): OpenTicket {
  return said({
    type: 'OpenTicket',
    number,
    kind: dto.kind,
    engagement: dto.engagement ?? 'own',
    requester: dto.requester === undefined ? { user: actor.user } : requester(dto.requester),
    priority: dto.priority ?? 'moderate',
    title: dto.title,
    description: dto.description,
    details: firstDetails(dto.details ?? {}),
    watchers: (dto.watchers ?? []).map(({ email, kinds }) => ({ watcher: newId(), email, kinds })),
    waivers: (dto.waivers ?? []).map(({ gate, reason, until }) => ({ gate, reason, until: until ?? null })),
    technician: dto.technician,
    team: dto.team,
  });
}

/** @throws {DomainError} invalid */
export function requester({ user, contact }: RequesterDto): Requester {
  if (user !== undefined && contact === undefined) return { user };
  if (contact !== undefined && user === undefined) return { contact };
  return refuseFields([{ field: 'requester', message: 'must name exactly one of user and contact' }]);
}

/** There is nothing to clear in a new ticket, so null means the same as leaving out. */
function firstDetails(details: ReviseDetails['details']): Details {
  return Object.fromEntries(Object.entries<unknown>(details).filter(([, value]) => value !== undefined && value !== null));
}
