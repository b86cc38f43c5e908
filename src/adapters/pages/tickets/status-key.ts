import type { Glyph } from '../rendering/icons';

const byPhase = ['created', 'qualifying', 'dispatching', 'assigned', 'progress', 'checking', 'resolved'] as const;
const bySubStatus: { readonly [subStatus: string]: Glyph | undefined } = {
  'awaiting-customer': 'customer',
  'waiting-third-party': 'thirdparty',
  rejected: 'rejected',
  duplicate: 'duplicate',
};

/** The display status of a ticket: one word, one colour and one shape (S2.12). */
export function statusKey({ phase, subStatus }: { readonly phase: number; readonly subStatus: string }): Glyph {
  return bySubStatus[subStatus] ?? byPhase[phase - 1] ?? 'created';
}
