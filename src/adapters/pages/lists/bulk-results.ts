import { ticketVerbs } from '../../desk/tickets/ticket-desk';
import type { BulkResult } from '../../desk/tickets/bulk-desk';
import { leavesOf } from '../forms/leaves';
import { refusalWords } from '../forms/refusal-words';
import type { PageAnswer } from '../rendering/answer';
import type { Translate } from '../rendering/words';
import { readable } from '../tickets/readable';
import type { BulkAction } from './bulk-actions';
import type { Selection } from './bulk-selection';
import { addressOf, type ListQuestion } from './list-question';

interface BulkDone {
  readonly action: BulkAction;
  readonly selected: Selection;
  readonly results: readonly BulkResult[];
  readonly question: ListQuestion;
  readonly t: Translate;
}

/** The result for each ticket, refusals first. */
export function bulkResults({ action, selected, results, question, t }: BulkDone): PageAnswer {
  const lines = new Map(selected.lines.map((line) => [line.id, line]));
  const rows = results.map((result) => {
    const line = lines.get(result.ticket);
    const refused = 'refusal' in result ? reasonOf(result, action, t) : null;
    return { number: line?.number ?? '', title: readable(line?.title ?? null), refused };
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

function reasonOf({ refusal }: Extract<BulkResult, { readonly refusal: unknown }>, { type }: BulkAction, t: Translate): string {
  const { errors, notice } = refusalWords(refusal, { leaves: leavesOf(ticketVerbs.forms[type].fields), typed: new Map(), t });
  return notice ?? [...errors.values()].join(' ');
}
