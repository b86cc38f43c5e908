import { crews, sites, type Crew, type Place, type Site } from './sites';
import { readWords, type Language, type Occasion, type Story } from './stories';

/** One ticket: its place, story, people and age. */
export interface Case {
  readonly key: string;
  /** Distinguishes the tickets of a demo. All variation derives from it. */
  readonly seed: number;
  readonly site: Site;
  readonly crew: Crew;
  readonly place: Place;
  readonly story: Story;
  readonly daysAgo: number;
  /** One of the phrases for an occasion. */
  say(occasion: Occasion): string;
}

/** Ticket kinds that a life is possible for. */
export type Kinds = 'issue' | 'full' | 'claim' | 'any';

export interface CaseOrder {
  readonly kinds: Kinds;
  readonly daysAgo: number;
  readonly partner?: string;
}

const fits = (kinds: Kinds, { kind }: Story): boolean =>
  kinds === 'any' || kind === kinds || (kinds === 'full' && (kind === 'service' || kind === 'maintenance'));

/** Every language occurs equally often: English and German at one site each, Finnish and Turkish at two. */
const rounds: readonly Site[] = [
  'lighthouse',
  'saaristo',
  'auenfels',
  'marmara',
  'lighthouse',
  'kotikauppa',
  'auenfels',
  'ege',
].flatMap((key) => sites.filter(({ customer }) => customer === key));

/** Rotates places and stories, so that neighbours differ. */
export function caseDealer(): (order: CaseOrder) => Case {
  const words = new Map<Language, ReturnType<typeof readWords>>();
  const turns = new Map<string, number>();
  const turn = (of: string): number => {
    const now = turns.get(of) ?? 0;
    turns.set(of, now + 1);
    return now;
  };
  return ({ kinds, daysAgo, partner }) => {
    const seed = turn('case') + 1;
    const open = rounds.filter((site) => partner === undefined || site.partner === partner);
    const site = pick(open, turn(`site ${partner ?? ''}`));
    const { language, customer } = site;
    const known = words.get(language) ?? readWords(language);
    words.set(language, known);
    const stories = known.stories.filter((story) => fits(kinds, story));
    return {
      key: `ticket ${seed}`,
      ...{ seed, site, daysAgo },
      crew: crews[site.partner] as Crew,
      place: pick(site.places, turn(`place ${customer}`)),
      story: pick(stories, turn(`story ${language} ${kinds}`)),
      say: (occasion) => pick(known.phrases[occasion], turn(`${occasion} ${language}`)),
    };
  };
}

export function pick<T>(list: readonly T[], at: number): T {
  return list[at % list.length] as T;
}

/** A pseudo-random number below `below`. */
export function varied(seed: number, salt: number, below: number): number {
  return (Math.imul(seed * 31 + salt, 2_654_435_761) >>> 8) % below;
}
