import { stageOf } from '../../../projections/tickets/status';
import type { Glyph } from '../rendering/icons';

/** The shape and the message share the key of the stage. */
export const statusKey: (at: { readonly phase: number; readonly subStatus: string }) => Glyph = stageOf;
