import { stageOf } from '../../../projections/tickets/status';
import type { Glyph } from '../rendering/icons';

/** The shape and the word of where a ticket stands are called alike. */
export const statusKey: (at: { readonly phase: number; readonly subStatus: string }) => Glyph = stageOf;
