import type { Actor } from '../../../domain/people/actor';
import type { Findable, Finder, Hit } from '../../desk/finding/finder';
import type { Option } from '../forms/inputs';
import { lastOf, type Typed } from '../forms/sent-values';
import { textName, type Finding, type What } from '../forms/finding-field';
import type { Translate } from '../rendering/words';
import { foundOf } from './found-view';

interface Found {
  readonly kinds: readonly Findable[];
  readonly values: 'id' | 'person';
  /** Whether the field stays empty until something is typed. */
  readonly needsWords: boolean;
}

const found: { readonly [what in What]: Found } = {
  all: { kinds: ['ticket', 'organisation', 'contact', 'user'], values: 'id', needsWords: true },
  tickets: { kinds: ['ticket'], values: 'id', needsWords: true },
  organisations: { kinds: ['organisation'], values: 'id', needsWords: false },
  users: { kinds: ['user'], values: 'id', needsWords: false },
  people: { kinds: ['contact', 'user'], values: 'person', needsWords: false },
};

export const findingOf = (what: What): Found => found[what];

export interface Resolved {
  readonly typed: Typed;
  /** Possible matches of a text, by the field's path. */
  readonly fits: ReadonlyMap<string, readonly Option[]>;
}

interface Asking {
  readonly finder: Pick<Finder, 'find' | 'named'>;
  readonly actor: Actor;
  readonly t: Translate;
}

const mostFits = 8;

/** Resolves names that were typed but not selected, as happens without scripts. A single match is taken; several are offered. */
export async function resolved(typed: Typed, findings: ReadonlyMap<string, Finding>, asking: Asking): Promise<Resolved> {
  const values = new Map(typed);
  const fits = new Map<string, readonly Option[]>();
  for (const [path, finding] of findings) {
    const said = saidIn(typed, path);
    if (await isChosen(said, finding, asking)) continue;
    values.delete(path);
    const options = await fitting(said, finding, { ...asking, values });
    if (options.length === 1) values.set(path, [options[0]?.value ?? '']);
    else if (options.length > 0 || isNamed(said)) fits.set(path, options);
  }
  return { typed: values, fits };
}

interface Said {
  readonly value: string;
  /** Null if the form had no text line. */
  readonly text: string | null;
}

function saidIn(typed: Typed, path: string): Said {
  return { value: lastOf(typed, path), text: typed.has(textName(path)) ? lastOf(typed, textName(path)).trim() : null };
}

const isNamed = ({ text }: Said): boolean => text !== null && text !== '';

/** Matches of a text. An exact name beats all others. */
async function fitting(
  { text }: Said,
  { what, organisation, within = '' }: Finding,
  { finder, actor, t, values }: Asking & { readonly values: Typed },
): Promise<readonly Option[]> {
  if (text === null || text === '') return [];
  const { kinds, values: inForm } = findingOf(what);
  const of = organisation ?? lastOf(values, within);
  const hits = await finder.find(actor, { kinds, q: text, organisation: of === '' ? undefined : of, limit: mostFits });
  return exactOnes(hits, text).map((hit) => optionOf(hit, t, inForm));
}

/** Without scripts, an earlier selection stays in the form behind new text, so check that both agree. */
async function isChosen({ value, text }: Said, { what }: Finding, { finder, actor, t }: Asking): Promise<boolean> {
  if (value === '') return false;
  if (text === null || what === 'tickets') return true;
  const [kind, id] = thingIn(value, what);
  const hit = isPersonal(kind) ? await finder.named(actor, kind, id) : null;
  return hit !== null && (hit.title ?? t('finding.erased')) === text;
}

function thingIn(value: string, what: What): readonly [kind: string, id: string] {
  const [kind = '', id] = value.split(':');
  if (id !== undefined) return [kind, id];
  return [what === 'users' ? 'user' : 'organisation', value];
}

const isPersonal = (kind: string): kind is Exclude<Findable, 'ticket'> => ['organisation', 'contact', 'user'].includes(kind);

function optionOf(hit: Hit, t: Translate, inForm: 'id' | 'person'): Option {
  const { value, title, detail } = foundOf(hit, t, inForm);
  return { value, label: detail === '' ? title : `${title} · ${detail}` };
}

/** The hit whose name equals the text, if there is exactly one. Otherwise all hits. */
function exactOnes(hits: readonly Hit[], text: string): readonly Hit[] {
  const wanted = text.toLowerCase();
  const exact = hits.filter(({ title }) => title?.toLowerCase() === wanted);
  return exact.length === 1 ? exact : hits;
}
