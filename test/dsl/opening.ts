import type { Values, Visitor } from './visitor';

/** Opens an issue with the page for it; answers the ticket's address. */
export async function opensIssue(visitor: Visitor, title: string, values: Values = {}): Promise<string> {
  await visitor.goes('/tickets/new');
  await visitor.fills({ kind: 'issue', title, description: `${title}, since this morning.`, ...values }, 'main form');
  await visitor.sends('/tickets/new');
  await visitor.sees(title);
  return `/tickets/${visitor.number}`;
}
