import type { DecisionContext } from '../context';
import type { Audience } from '../kernel/event';
import { isStaff } from '../people/actor';
import { can, isImporting } from '../people/rights';
import { isRole } from './ticket.roles';
import type { OpenedState } from './ticket.state';

/**
 * Who may write to whom (rule 4, C29). Customers write to everyone. Staff in charge write to either audience, a creator no longer
 * in charge to everyone.
 */
export function audiencesOfReply(state: OpenedState, context: DecisionContext): readonly Audience[] {
  if (isImporting(context)) return ['everyone', 'staff'];
  const isInCharge = isRole('handler', state, context) || isRole('principal', state, context);
  const toEveryone = can(context.actor, 'ticket.reply') && (isInCharge || isRole('creator', state, context));
  const toStaff = can(context.actor, 'ticket.reply-staff') && isStaff(context.actor) && isInCharge;
  const may = { everyone: toEveryone, staff: toStaff };
  return (['everyone', 'staff'] as const).filter((audience) => may[audience]);
}

/** The audiences that the actor may choose for files. */
export function audiencesOf(context: DecisionContext): readonly Audience[] {
  return isStaff(context.actor) || isImporting(context) ? ['everyone', 'staff'] : ['everyone'];
}
