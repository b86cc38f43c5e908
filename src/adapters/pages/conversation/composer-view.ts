import { isStaff, type Actor } from '../../../domain/people/actor';
import type { TicketView } from '../../desk/tickets/ticket-reader';
import type { KeptFile } from '../tickets/command-page';

export interface NamedTemplate {
  readonly id: string;
  readonly name: string;
}

export interface Writing {
  readonly body: string;
  /** The audience chosen before. Default: the first one possible. */
  readonly audience: string | null;
  readonly kept: readonly KeptFile[];
  readonly templates: readonly NamedTemplate[];
}

export const nothingWritten: Writing = { body: '', audience: null, kept: [], templates: [] };

/** Null if the reader may not write. Customers always write to everyone, so they get no audience switch (S4.35, S4.36). */
export function composerView(ticket: TicketView, actor: Actor, writing: Writing) {
  const options = optionsOf(ticket, 'reply', 'audience');
  if (options === null) return null;
  const [first = 'everyone'] = options;
  const isOne = options.length === 1 || !isStaff(actor);
  const { audience, ...written } = writing;
  return {
    ...{ revision: ticket.revision, conflict: null, key: null },
    ...{ number: ticket.number, draft: `${ticket.number}:reply:body`, ...written },
    audiences: isOne ? [] : options.map((value) => ({ value, isChosen: value === (audience ?? first) })),
    only: isOne ? first : null,
    mayWait: options.includes('everyone') && mayWait(ticket),
    hasTemplates: isStaff(actor),
    endsWaiting: isAnswered(ticket, actor),
  };
}

const isAnswered = ({ waiting }: TicketView, actor: Actor): boolean => !isStaff(actor) && waiting?.for === 'customer';

const mayWait = (ticket: TicketView): boolean =>
  optionsOf(ticket, 'change-sub-status', 'waitingFor')?.includes('customer') === true;

/** Allowed values of a command's field. Null if the command is not possible. */
function optionsOf({ allowed }: TicketView, verb: string, field: string): readonly string[] | null {
  const command = allowed.find((one) => one.command === verb);
  return command === undefined ? null : (command.fields.find(({ name }) => name === field)?.options ?? []);
}

/** The message as a Markdown quote. */
export function quoted(text: string): string {
  return `${text.replace(/^/gm, '> ')}\n\n`;
}
