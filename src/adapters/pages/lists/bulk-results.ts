import { ticketVerbs } from '../../desk/tickets/ticket-desk';
import type { BulkResult } from '../../desk/tickets/bulk-desk';
import { leavesOf } from '../forms/leaves';
import { refusalWords } from '../forms/refusal-words';
import type { PageAnswer } from '../rendering/answer';
import type { Translate } from '../rendering/words';
import type { TicketLine } from '../../../projections/tickets/list-tickets';
import { readable } from '../tickets/readable';
import { statusKey } from '../tickets/status-key';
import type { BulkAction } from './bulk-actions';
import type { Selection } from './bulk-selection';
import { addressOf, type ListQuestion } from './list-question';

interface BulkDone {
  readonly action: BulkAction;
  /** Before it was done. */
  readonly selected: Selection;
  /** The same tickets afterwards. Those that went out of the reader's sight are missing. */
  readonly now: readonly TicketLine[];
  readonly results: readonly BulkResult[];
  readonly question: ListQuestion;
  readonly t: Translate;
}

/** The result for each ticket, refusals first. */
export function bulkResults({ action, selected, now, results, question, t }: BulkDone): PageAnswer {
  const lines = new Map(selected.lines.map((line) => [line.id, line]));
  const after = new Map(now.map((line) => [line.id, line]));
  const rows = results.map((result) => {
    const line = lines.get(result.ticket);
    const refused = 'refusal' in result ? reasonOf(result, action, t) : null;
    return {
      number: line?.number ?? '',
      title: readable(line?.title ?? null),
      refused,
      taken: takenFrom(line, after.get(result.ticket), { selected, t }),
    };
  });
  const unknown = selected.unknown.map((number) => ({ number, title: null, refused: t('forms.refusals.unknown') }));
  const refused = [...unknown, ...rows.filter((row) => row.refused !== null)];
  const done = rows.filter((row) => row.refused === null);
  return {
    ...{ template: 'lists/bulk-done', title: t('lists.bulk.results'), here: 'tickets' },
    view: {
      ...{ verb: action.verb, refused, done, back: addressOf('/tickets', question) },
      summary: t('lists.bulk.done', { count: done.length }),
      refusedSummary: refused.length === 0 ? null : t('lists.bulk.refused', { count: refused.length }),
    },
  };
}

/** From whom a ticket was taken. Null while the same technician has it. */
function takenFrom(
  before: TicketLine | undefined,
  after: TicketLine | undefined,
  { selected, t }: Pick<BulkDone, 'selected' | 't'>,
): string | null {
  if (!before?.assignee || after?.assignee === before.assignee) return null;
  const name = readable(selected.names[before.assignee] ?? null) ?? '–';
  return t('lists.bulk.taken', { name, status: t(`tickets.status.${statusKey(before)}`) });
}

function reasonOf({ refusal }: Extract<BulkResult, { readonly refusal: unknown }>, { type }: BulkAction, t: Translate): string {
  const { errors, notice } = refusalWords(refusal, { leaves: leavesOf(ticketVerbs.forms[type].fields), typed: new Map(), t });
  return notice ?? [...errors.values()].join(' ');
}
