import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../domain/people/actor';
import { readScope } from '../../../domain/ticket/ticket.facets';
import type { Names } from '../../../projections/people/names';
import type { TicketLine } from '../../../projections/tickets/list-tickets';
import { askedWords } from '../../../projections/kernel/words';
import { TicketReader } from '../tickets/ticket-reader';

export interface Similar {
  readonly ticket: TicketLine;
  readonly names: Names;
}

const shortestWord = 4;
const mostWords = 4;
const perWord = 20;
const mostShown = 4;

/** Possible duplicates: open tickets that share the longest words of a title and that the author may see. */
@Injectable()
export class SimilarTickets {
  constructor(private readonly reader: TicketReader) {}

  async find(actor: Actor, title: string, customer: string | null): Promise<readonly Similar[]> {
    const words = significantWords(title);
    if (readScope(actor) === null || words.length === 0) return [];
    const filters = customer === null ? {} : { customer: [customer] };
    const pages = await Promise.all(
      words.map((text) => this.reader.list(actor, { tab: 'all', state: 'open', text, filters, limit: perWord })),
    );
    const names = Object.assign({}, ...pages.map((page) => page.names)) as Names;
    return rankBySharedWords(pages.map(({ items }) => items)).map((ticket) => ({ ticket, names }));
  }
}

/** Skips short words, which occur in every title. */
export function significantWords(title: string): readonly string[] {
  const words = askedWords(title).flatMap(({ word }) => (word.length >= shortestWord ? [word] : []));
  return [...words].sort((a, b) => b.length - a.length).slice(0, mostWords);
}

/** Tickets that match several words, best match first. With a single word, all its matches. */
export function rankBySharedWords<T extends { readonly id: string }>(pages: readonly (readonly T[])[]): readonly T[] {
  const counted = new Map<string, { readonly item: T; readonly count: number }>();
  for (const item of pages.flat()) counted.set(item.id, { item, count: (counted.get(item.id)?.count ?? 0) + 1 });
  const enough = Math.min(2, pages.length);
  return [...counted.values()]
    .filter(({ count }) => count >= enough)
    .sort((a, b) => b.count - a.count)
    .slice(0, mostShown)
    .map(({ item }) => item);
}
