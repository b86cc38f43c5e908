/** A ticket that a page shows, and its revision when drawn. */
export interface Topic {
  readonly number: string;
  readonly revision: number | null;
}

export interface Topics {
  readonly topics: readonly Topic[];
  readonly list: boolean;
}

const mostTickets = 12;
const pattern = /^([A-Z]{2}-\d{1,12})(?:\.(\d{1,15}))?$/;

/** Parses `?ticket=CT-000001.12&ticket=CT-000002.3&list=1`. Of two revisions of a ticket, the older one counts. */
export function topicsIn(query: Readonly<Record<string, unknown>>): Topics {
  const oldest = new Map<string, number | null>();
  for (const text of [query['ticket']].flat()) {
    const [, number, revision] = pattern.exec(typeof text === 'string' ? text : '') ?? [];
    if (number === undefined) continue;
    const known = oldest.get(number) ?? Infinity;
    oldest.set(number, revision === undefined ? (oldest.get(number) ?? null) : Math.min(known, Number(revision)));
  }
  const topics = [...oldest].slice(0, mostTickets).map(([number, revision]) => ({ number, revision }));
  return { topics, list: query['list'] !== undefined };
}
