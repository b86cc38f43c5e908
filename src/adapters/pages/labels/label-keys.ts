import { kinds, engagements } from '../../../domain/ticket/ticket.events';
import { site } from '../rendering/site';
import type { Language } from '../rendering/languages';
import type { Translate } from '../rendering/words';

/** Messages that an organisation may rename: things and steps, never sentences. */
const groups = {
  menu: ['layout.menu.'],
  kinds: [...kinds, ...engagements].map((value) => `forms.values.${value}`),
  phases: ['tickets.phase.'],
  statuses: ['tickets.status.'],
  parts: ['tickets.tabName.', 'tickets.side.', 'tickets.column.'],
} as const;

export const labelGroups: readonly { readonly group: string; readonly keys: readonly string[] }[] = Object.entries(groups).map(
  ([group, beginnings]) => ({ group, keys: site().words.keys.filter((key) => beginnings.some((one) => begins(key, one))) }),
);

const allKeys = new Set(labelGroups.flatMap(({ keys }) => keys));
export const isLabelKey = (key: string): boolean => allKeys.has(key);

export const longestLabel = 60;

/** Why a label is invalid. Null if it is valid. */
export function labelProblem(text: string): 'long' | 'sign' | null {
  if (Array.from(text).length > longestLabel) return 'long';
  return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text) ? 'sign' : null;
}

/** Messages of a language, with the organisation's words replacing the defaults. */
export function translateWith(language: Language, labels: Readonly<Record<string, string>>): Translate {
  const ours = site().words.in(language);
  return (key, values) => (Object.hasOwn(labels, key) && isLabelKey(key) ? (labels[key] ?? '') : ours(key, values));
}

function begins(key: string, beginning: string): boolean {
  return beginning.endsWith('.') ? key.startsWith(beginning) : key === beginning;
}
