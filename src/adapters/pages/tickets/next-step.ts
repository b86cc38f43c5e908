import type { TicketView } from '../../desk/tickets/ticket-reader';

/** In the order in which one is better done than the next: the first that is allowed is the next step of whoever looks. */
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
/** No step on the way, but what helps where it is barred. */
const remedy = 'waive-gate';
export type Step = (typeof steps)[number] | typeof remedy;

/** What may be done instead. */
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
  /** Key of the sentence that says why, or whom it waits for. */
  readonly sentence: string;
  readonly other: string | null;
}

/** One sentence and at most two buttons, for this ticket and this person. */
export function nextStepOf(ticket: TicketView, reader: 'staff' | 'customer'): NextStep {
  const allowed = new Set(ticket.allowed.map(({ command }) => command));
  const step = ([...steps, remedy] as const).find((one) => allowed.has(one) && needed[one]?.(ticket) !== false) ?? null;
  if (step === null) return { step, sentence: `wait.${waitKey(ticket, reader)}`, other: null };
  const other = instead[step]?.find((one) => allowed.has(one)) ?? null;
  return { step, sentence: `step.${step}`, other };
}

/** A command may be allowed and still be nothing that anybody waits for now. */
const needed: { readonly [step in Step]?: (ticket: TicketView) => boolean } = {
  assign: ({ phase }) => phase === 3,
  accept: ({ acceptedAt }) => acceptedAt === null,
  'list-affected-items': ({ kind, affectedItems }) => kind === 'claim' && affectedItems.length === 0,
  // Reached only where qualifying cannot be completed: what a service ticket lacks then is its contract.
  'waive-gate': ({ phase, kind, waivers }) =>
    phase === 2 && kind === 'service' && waivers.every(({ gate }) => gate !== 'contract'),
  'enter-solution': ({ solution, waiting }) => solution === null && waiting === null,
  solve: ({ solution }) => solution !== null,
  close: ({ phase }) => phase === 6,
};

function waitKey({ phase, waiting }: TicketView, reader: 'staff' | 'customer'): string {
  if (waiting?.for === 'customer' && phase < 7) return reader === 'customer' ? 'you' : 'customer';
  if (waiting !== null && phase < 7) return waiting.for;
  return String(phase);
}
