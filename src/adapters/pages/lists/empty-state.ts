import type { WaitingList } from './waiting-work';
import { isPlain, withoutFilters, type ListQuestion } from './list-question';

interface Ways {
  readonly to: (change: Partial<ListQuestion>) => string;
  readonly mayOpen: boolean;
  readonly waiting: readonly WaitingList[];
}

/** Explains an empty list, and links to a better one. */
export function emptyState(question: ListQuestion, { to, mayOpen, waiting }: Ways) {
  const { scope, state } = question;
  if (waiting.length > 0) return { words: 'work', waiting, mayOpen: false, ...elsewhere(question, to) };
  if (!isPlain(question)) return { words: 'filtered', waiting, mayOpen: false, href: to(withoutFilters), action: 'clear' };
  const words = state === 'closed' ? `${scope}Closed` : scope;
  const isFirstStep = scope !== 'forwarded' && state !== 'closed';
  return { words, waiting, mayOpen: mayOpen && isFirstStep, ...elsewhere(question, to) };
}

/** The nearest list that may have tickets. */
function elsewhere({ scope, state }: ListQuestion, to: Ways['to']) {
  if (scope !== 'all') return { href: to({ scope: 'all' }), action: 'all' };
  if (state === 'closed') return { href: to({ state: 'open' }), action: 'open' };
  return { href: state === 'open' ? to({ state: 'closed' }) : null, action: 'closed' };
}
