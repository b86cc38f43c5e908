import type { Glyph } from '../rendering/icons';

const byPhase = ['created', 'qualifying', 'dispatching', 'assigned', 'progress', 'checking', 'resolved'] as const;
const bySubStatus: { readonly [subStatus: string]: Glyph | undefined } = {
  'awaiting-customer': 'customer',
  'waiting-third-party': 'thirdparty',
  rejected: 'rejected',
  duplicate: 'duplicate',
};

/** What people call where a ticket stands: one word, one colour and one shape each (S2.12). */
export function statusKey({ phase, subStatus }: { readonly phase: number; readonly subStatus: string }): Glyph {
  return bySubStatus[subStatus] ?? byPhase[phase - 1] ?? 'created';
}
