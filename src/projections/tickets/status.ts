import { scopesOf, type TicketFacets } from '../../domain/ticket/ticket.facets';
import type { Priority } from '../../domain/ticket/ticket.events';

export type Status = 'open' | 'closed';
export type Colour = 'grey' | 'blue' | 'violet' | 'amber' | 'green' | 'yellow' | 'orange' | 'teal' | 'dark';

/** Open or closed is derived from the phase, the only stored state of progress (C1). */
export function statusOf(phase: number): Status {
  return phase === 7 ? 'closed' : 'open';
}

const byPhase: readonly Colour[] = ['grey', 'blue', 'violet', 'amber', 'green', 'teal', 'dark'];
const whileWaiting: { readonly [subStatus: string]: Colour | undefined } = {
  'awaiting-customer': 'yellow',
  'waiting-third-party': 'orange',
};

/** The display statuses of a ticket in order of its life. Each has one word, one colour and one shape (S2.12). */
export const stages = [
  ...(['created', 'qualifying', 'dispatching', 'assigned', 'progress', 'customer'] as const),
  ...(['thirdparty', 'checking', 'resolved', 'rejected', 'duplicate'] as const),
] as const;
export type Stage = (typeof stages)[number];

const stagesOfPhases: readonly Stage[] = ['created', 'qualifying', 'dispatching', 'assigned', 'progress', 'checking', 'resolved'];
const stagesOfSubStatuses: { readonly [subStatus: string]: Stage | undefined } = {
  'awaiting-customer': 'customer',
  'waiting-third-party': 'thirdparty',
  rejected: 'rejected',
  duplicate: 'duplicate',
};

export function stageOf({ phase, subStatus }: Pick<TicketFacets, 'phase' | 'subStatus'>): Stage {
  return stagesOfSubStatuses[subStatus] ?? stagesOfPhases[phase - 1] ?? 'created';
}

/** The colour by which both parties follow progress (S2.12, table of C1). */
export function colourOf({ phase, subStatus }: Pick<TicketFacets, 'phase' | 'subStatus'>): Colour {
  const waiting = phase === 5 ? whileWaiting[subStatus] : undefined;
  return waiting ?? byPhase[phase - 1] ?? 'grey';
}

const ranks: { readonly [priority in Priority]: number } = { critical: 1, high: 2, moderate: 3, low: 4 };

/** 1 is the most urgent, so that ascending order puts it first. */
export function priorityRank(priority: string): number {
  return ranks[priority as Priority];
}

/** The standing of a ticket according to its facets, the same in every document that shows it. */
export type Standing = {
  readonly kind: string;
  readonly engagement: string;
  readonly phase: number;
  readonly status: Status;
  readonly subStatus: string;
  readonly colour: Colour;
  readonly priority: string;
  readonly ownerOrganisation: string;
  readonly handler: string;
  readonly team: string | null;
  readonly assignee: string | null;
  readonly scopes: readonly string[];
};

/**
 * Copies field by field, because a second spread would cost more than the rest of the fold. Most facts change none of these
 * fields, so the document stays as it is.
 */
export function placed<D extends object>(document: D & Partial<Standing>, facets: TicketFacets): D & Standing {
  if (isPlaced(document, facets)) return document;
  return {
    ...document,
    kind: facets.kind,
    engagement: facets.engagement,
    phase: facets.phase,
    status: statusOf(facets.phase),
    subStatus: facets.subStatus,
    colour: colourOf(facets),
    priority: facets.priority,
    ownerOrganisation: facets.ownerOrganisation,
    handler: facets.handler,
    team: facets.team,
    assignee: facets.assignee,
    scopes: scopesOf(facets),
  };
}

const sameInBoth = [
  'phase',
  'subStatus',
  'priority',
  'assignee',
  'team',
  'handler',
  'ownerOrganisation',
  'kind',
  'engagement',
] as const;

function isPlaced<D extends Partial<Standing>>(document: D, facets: TicketFacets): document is D & Standing {
  if (!sameInBoth.every((field) => document[field] === facets[field])) return false;
  const scopes = scopesOf(facets);
  const { scopes: before = [] } = document;
  return before === scopes || (before.length === scopes.length && before.every((scope, i) => scope === scopes[i]));
}

/** `CT-000123` as `CT-000000000123`, so that numbers with more than six digits sort correctly. */
export function sortableNumber(number: string): string {
  return number.replace(/\d+/, (digits) => digits.padStart(12, '0'));
}
