import type { DecisionContext } from '../../context';
import { reject } from '../../kernel/errors';
import type { UserActor } from '../../kernel/event';
import type { OrganisationId } from '../../kernel/ids';
import { isStaff } from '../../people/actor';
import { ancestorsOf } from '../../people/reach';
import { demand, isImporting } from '../../people/rights';
import { requireForm, type Problem } from '../../kernel/form';
import { remedies, type Condition } from '../ticket.gates';
import { profileOf, type Profile } from '../ticket.profiles';
import { personOf } from '../ticket.roles';
import type { OpenTicket } from '../ticket.commands';
import type { Gate, TicketEvent, TicketOpened } from '../ticket.events';
import { checkTeam, checkTechnician, requesterOrganisation } from './people';
import { attached, sealed, subjectOf } from './text';
import { waiver, watcher } from './annotations';

/** S0.9–S0.24, S1.4, S4.56–S4.62, C12: opens in phase 1, 3 (issues) or 4 (with a technician). */
export function openTicket(command: OpenTicket, context: DecisionContext): readonly TicketEvent[] {
  const profile = profileOf(command.kind, command.engagement);
  demandExtras(command, context);
  const creator = personOf(context);
  const handler = firstHandler(context);
  const ownerOrganisation = requesterOrganisation(command.requester, context);
  const owner = ownerOf(command, creator, ownerOrganisation);
  checkEngagement(command, handler, profile, context);
  const on = { files: [], writer: subjectOf(command.requester) };
  return [
    opened(command, { creator, owner, ownerOrganisation, handler, phase: profile.opensIn }),
    ...command.waivers.map((one) => waiver(one, profile)),
    ...command.watchers.map((one) => watcher(one)),
    ...attached(command.files, 'everyone', on),
    ...dispatched(command, handler, profile, context),
  ];
}

type Parties = Pick<Required<TicketOpened['data']>, 'creator' | 'owner' | 'ownerOrganisation' | 'handler' | 'phase'>;

function opened(command: OpenTicket, { creator, owner, ownerOrganisation, handler, phase }: Parties): TicketOpened {
  const { number, kind, engagement, requester, priority, title, description, details } = command;
  return {
    type: 'TicketOpened',
    audience: 'everyone',
    data: {
      ...{ number, kind, engagement, requester, creator, owner, handler, priority, details, phase },
      ...(ownerOrganisation !== owner.organisation && { ownerOrganisation }),
    },
    ...sealed(subjectOf(requester), { title, description }),
  };
}

/** The permissions that extras of the command need. */
function demandExtras({ engagement, waivers, technician, team }: OpenTicket, context: DecisionContext): void {
  if (engagement === 'asp') demand(context, 'asp.open');
  if (waivers.length > 0) demand(context, 'ticket.waive-gate');
  if (technician !== undefined) demand(context, 'ticket.assign');
  if (team !== undefined) demand(context, 'ticket.route');
}

/** Staff handle what they open. A customer's ticket goes to the nearest organisation above that is no customer (S4.59). */
function firstHandler(context: DecisionContext): OrganisationId {
  const { actor, world } = context;
  const { organisation } = personOf(context);
  const isStaffs = isImporting(context) ? world.organisation(organisation)?.kind !== 'customer' : isStaff(actor);
  if (isStaffs) return organisation;
  const above = ancestorsOf(organisation, world).find(({ kind }) => kind !== 'customer');
  return (
    above?.id ??
    reject(
      'invalid',
      'There is no organisation above yours to handle the ticket. Ask an administrator to set the parent of yours.',
      {
        fields: { organisation: 'needs a parent that handles its tickets' },
        organisation,
      },
    )
  );
}

/** C31: the requester if they have an account, else the creator. */
function ownerOf({ requester }: OpenTicket, creator: UserActor, organisation: OrganisationId): UserActor {
  return 'user' in requester ? { user: requester.user, organisation } : creator;
}

/** S0.3, S0.4, S0.17–S0.19, S0.23: what an engagement requires before a ticket is opened. */
function checkEngagement(
  { engagement, waivers, details }: OpenTicket,
  handler: OrganisationId,
  profile: Profile,
  context: DecisionContext,
): void {
  const isWaived = (gate: Gate): boolean =>
    waivers.some((one) => one.gate === gate && (one.until === null || context.at <= one.until));
  const missing: Condition[] = profile.atOpening.filter((gate) => !isWaived(gate));
  if (engagement === 'asp') {
    if (context.world.organisation(handler)?.isAspBusiness !== true) missing.push('aspBusiness');
    const problem = (value?: string): Problem => (value === undefined ? 'required for an ASP ticket' : null);
    requireForm({ postalCode: problem(details.postalCode), serialNumber: problem(details.serialNumber) });
  }
  if (missing.length === 0) return;
  reject('gate-not-met', missing.map((one) => remedies[one]).join(' '), { gates: missing });
}

/** C12: a technician named at opening is assigned past the gates, and the fact lists these. */
function dispatched(
  { technician, team, waivers }: OpenTicket,
  handler: OrganisationId,
  profile: Profile,
  context: DecisionContext,
): readonly TicketEvent[] {
  if (team !== undefined) checkTeam(team, handler, context);
  if (technician === undefined) {
    return team === undefined ? [] : [{ type: 'TicketRouted', audience: 'everyone', data: { team, from: null } }];
  }
  checkTechnician(technician, handler, context);
  const skippedGates = [...profile.beforeQualifying, ...profile.beforeQualified].filter(
    (gate) => !waivers.some((one) => one.gate === gate),
  );
  return [{ type: 'TicketAssigned', audience: 'everyone', data: { technician, team: team ?? null, skippedGates } }];
}
