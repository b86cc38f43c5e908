import { ERASED, type Facets } from '../../../domain/kernel/event';
import { openedText } from '../../../domain/kernel/opened';
import type { Values } from '../../../domain/kernel/value';
import type { TicketFacets } from '../../../domain/ticket/ticket.facets';
import type { SeenFact } from '../../../projections/kernel/projection';
import type { Translate } from '../rendering/words';
import { statusKey } from '../tickets/status-key';
import type { Change, Words } from './change';
import { saidByData } from './changes-in-data';

/** The known part of a fact. A line of the log has neither facets nor sealed text. */
export interface Told extends Pick<SeenFact, 'type' | 'data' | 'opened'> {
  /** Null except for tickets. */
  readonly facets: Facets | null;
}

const longestExcerpt = 160;

/** The changes of a fact: its data, the ticket's state before and after, and its text. */
export function changesOf(fact: Told, words: Words): readonly Change[] {
  const data = saidByData(fact.type, fact.data as Values, words);
  const moved = fact.facets === null ? [] : movedBy(fact.facets as Facets<TicketFacets>, words);
  const byLabel = new Map([...data, ...moved].map((change) => [change.label, change]));
  return [...byLabel.values(), ...textsOf(fact, words.t)].filter(({ from, to }) => from !== to);
}

type Reading = (facets: TicketFacets) => string | null;

function movedBy({ before, after }: Facets<TicketFacets>, { names, t }: Words): readonly Change[] {
  const named = (id: string | null): string | null => (id === null ? null : (names[id] ?? '–'));
  const readings: readonly (readonly [label: string, reading: Reading])[] = [
    ['audit-trail.status', (facets) => t(`tickets.status.${statusKey(facets)}`)],
    ['forms.fields.priority', ({ priority }) => t(`forms.values.${priority}`)],
    ['forms.fields.technician', ({ assignee }) => named(assignee)],
    ['forms.fields.team', ({ team }) => named(team)],
    ['tickets.side.handler', ({ handler }) => named(handler)],
    ['forms.fields.category', ({ category }) => category],
  ];
  return readings
    .map(([label, reading]) => ({ label, from: before && reading(before), to: after && reading(after) }))
    .filter(({ from, to }) => from !== to);
}

const texts = ['title', 'description', 'body', 'solution', 'actualDamage', 'reason', 'text', 'email', 'name'] as const;
const textLabels: Readonly<Record<string, string>> = { text: 'forms.fields.reason', name: 'audit-trail.name' };

function textsOf(fact: Told, t: Translate): readonly Change[] {
  const files = fileNames(fact);
  const gone = t('tickets.erasedText');
  const found = [
    ...texts.map((field) => [textLabels[field] ?? `forms.fields.${field}`, openedText(fact, field)] as const),
    ...files,
  ];
  // With a destroyed key the fields of a box are unknown, so it is listed once.
  const erased = found.find(([, text]) => text === ERASED);
  const readable = found.filter(([, text]) => text !== null && text !== ERASED);
  const changes = readable.map(([label, text]) => ({ label, from: null, to: excerpt(text ?? '') }));
  return erased === undefined ? changes : [...changes, { label: 'audit-trail.text', from: null, to: gone }];
}

function fileNames(fact: Told): readonly (readonly [string, string | null])[] {
  if (fact.type !== 'FilesAttached') return [];
  const { files } = fact.data as { readonly files: readonly { readonly file: string }[] };
  return files.map(({ file }) => ['forms.fields.file', openedText(fact, file)] as const);
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= longestExcerpt ? line : `${characters.slice(0, longestExcerpt).join('')}…`;
}
