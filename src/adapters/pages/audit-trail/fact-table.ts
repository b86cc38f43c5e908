import { column, type Column, type Row } from '../exports/table';
import type { Translate } from '../rendering/words';
import type { factView } from './fact-view';

type Fact = ReturnType<typeof factView> & { readonly about: { readonly kind: string | null; readonly label: string | null } };

/** Facts as a file: what the page of the audit shows, with organisations and whole hashes in columns of their own. */
export const factTable = {
  columns: (t: Translate): readonly Column[] => [
    column(t('audit-trail.column.about')),
    column(t('audit-trail.column.number'), 'number', 8),
    column(t('audit-trail.column.fact')),
    column(t('audit-trail.column.changed'), 'text', 60),
    column(t('audit-trail.column.who')),
    column(t('people.column.organisation')),
    column(t('audit-trail.column.happened'), 'moment'),
    column(t('audit-trail.column.recorded'), 'moment'),
    column(t('audit-trail.column.hash'), 'text', 66),
  ],
  rows: (facts: readonly Fact[], t: Translate): readonly Row[] =>
    facts.map((fact) => [
      ...[[fact.about.label, fact.about.kind].filter((part) => part !== null).join(', ') || null, fact.revision, fact.word],
      ...[fact.changes.map(changeText).join('\n') || null, whoOf(fact, t), fact.organisation],
      ...[fact.occurredAt, fact.recordedAt, fact.hash],
    ]),
};

interface Change {
  readonly label: string;
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
}

function changeText({ label, from, to }: Change): string {
  const values = [from, to].filter((value) => value !== null && value !== undefined && value !== '');
  return values.length === 0 ? label : `${label}: ${values.join(' → ')}`;
}

const whoOf = ({ who, onBehalf }: Fact, t: Translate): string =>
  onBehalf === null ? who : `${who} ${t('audit-trail.onBehalf', { name: onBehalf })}`;
