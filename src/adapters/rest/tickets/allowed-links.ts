import type { AllowedVerb } from '../../desk/tickets/ticket-now';

/** A possible command, with the path that takes its fields by POST. */
export interface AllowedLink extends AllowedVerb {
  readonly href: string;
}

export function allowedLinks(ticket: string, allowed: readonly AllowedVerb[]): readonly AllowedLink[] {
  return allowed.map(({ command, fields }) => ({ command, href: `/v1/tickets/${ticket}/${command}`, fields }));
}
