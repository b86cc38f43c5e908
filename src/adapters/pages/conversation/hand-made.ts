import type { Actor } from '../../../domain/people/actor';
import type { Field } from '../../../domain/ticket';
import type { TicketView } from '../../desk/tickets/ticket-reader';
import type { Input } from '../forms/inputs';
import type { Typed } from '../forms/sent-values';
import type { View } from '../rendering/templates';
import type { Translate } from '../rendering/words';

export interface FormOf {
  readonly ticket: TicketView;
  readonly actor: Actor;
  readonly fields: readonly Field[];
  readonly typed: Typed;
  readonly t: Translate;
}

/** Additions to a command's generated form, and inputs to draw differently. */
export interface HandMade {
  /** Templates above and below the inputs. */
  readonly above: string | null;
  readonly below: string | null;
  readonly view: View;
  /** Overrides by path. */
  readonly inputs: { readonly [path: string]: Partial<Input> | undefined };
}

export const plainForm: HandMade = { above: null, below: null, view: {}, inputs: {} };
