import type { TicketView } from '../../desk/tickets/ticket-reader';

/** In order of preference: the first allowed step is the reader's next step. */
export const steps = [
  'accept',
  'start-work',
  'record-acknowledgement',
  'start-qualification',
  'complete-qualification',
  'list-affected-items',
  'assign',
  'solve',
  'enter-solution',
  'close',
] as const;
/** Not a step forward, but a way around a missing condition. */
const remedy = 'waive-gate';
export type Step = (typeof steps)[number] | typeof remedy;

/** Alternatives to a step. */
const instead: { readonly [step in Step]?: readonly string[] } = {
  accept: ['decline'],
  'start-work': ['decline'],
  'complete-qualification': ['waive-gate', 'change-sub-status'],
  'start-qualification': ['waive-gate'],
  'list-affected-items': ['waive-gate'],
  assign: ['route', 'forward'],
  'enter-solution': ['change-sub-status'],
  solve: ['change-sub-status'],
  close: ['reopen'],
};

export interface NextStep {
  readonly step: Step | null;
  /** Message key of the sentence that says why, or whom the ticket waits for. */
  readonly sentence: string;
  readonly other: string | null;
}

const closed = 7;

/** The next step: one sentence and at most two buttons, for this ticket and reader. */
export function nextStepOf(ticket: TicketView, reader: 'staff' | 'customer'): NextStep {
  const allowed = new Set(ticket.allowed.map(({ command }) => command));
  const step = ([...steps, remedy] as const).find((one) => allowed.has(one) && needed[one]?.(ticket) !== false) ?? null;
  if (step === null) {
    const other = ticket.phase === closed && allowed.has('reopen') ? 'reopen' : null;
    return { step, sentence: `wait.${waitKey(ticket, reader)}`, other };
  }
  const other = instead[step]?.find((one) => allowed.has(one)) ?? null;
  return { step, sentence: `step.${step}`, other };
}

function lacksContract({ phase, kind, waivers }: TicketView): boolean {
  return phase === 2 && kind === 'service' && waivers.every(({ gate }) => gate !== 'contract');
}

/** An allowed command may still be pointless now. */
const needed: { readonly [step in Step]?: (ticket: TicketView) => boolean } = {
  assign: ({ phase }) => phase === 3,
  accept: ({ acceptedAt }) => acceptedAt === null,
  'list-affected-items': ({ kind, affectedItems }) => kind === 'claim' && affectedItems.length === 0,
  // A service ticket reaches this only without a contract.
  'waive-gate': lacksContract,
  'enter-solution': ({ solution, waiting }) => solution === null && waiting === null,
  solve: ({ solution }) => solution !== null,
  close: ({ phase }) => phase === 6,
};

function waitKey(ticket: TicketView, reader: 'staff' | 'customer'): string {
  const { phase, waiting } = ticket;
  if (waiting !== null && phase < closed) return waitedFor(waiting.for, ticket, reader);
  if (phase === 2 && reader === 'customer') return 'reported';
  return lacksContract(ticket) ? 'contract' : String(phase);
}

/** A colleague of the customer who only reads is not asked for an answer. */
function waitedFor(party: string, { allowed }: TicketView, reader: 'staff' | 'customer'): string {
  const mayAnswer = reader === 'customer' && allowed.some(({ command }) => command === 'reply');
  return party === 'customer' && mayAnswer ? 'you' : party;
}
