import type { Actor } from '../../../domain/people/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import type { Face } from '../rendering/face';
import { factView, namesFor, type ListedFact } from './fact-view';
import { shownNames } from './question';

/** Lines of the log in the reader's language. They have neither facets nor sealed text. */
export async function lineViews(
  models: ReadModels,
  actor: Actor,
  lines: readonly Omit<ListedFact, 'facets' | 'opened'>[],
  { t, formats }: Pick<Face, 't' | 'formats'>,
): Promise<readonly ReturnType<typeof factView>[]> {
  const facts = lines.map((line): ListedFact => ({ ...line, facets: null, opened: {} }));
  const names = shownNames(await namesFor(models, actor, facts), t);
  return facts.map((fact) => factView(fact, { names, t, formats }));
}
