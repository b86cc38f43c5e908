declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]?: Name };

export type TicketId = Branded<'ticket'>;
export type OrganisationId = Branded<'organisation'>;
export type UserId = Branded<'user'>;
export type ContactId = Branded<'contact'>;
export type RoleId = Branded<'role'>;
export type TeamId = Branded<'team'>;
export type FileId = Branded<'file'>;
export type ReplyId = Branded<'reply'>;
export type WatcherId = Branded<'watcher'>;
export type CommandId = Branded<'command'>;

/** Whose personal data a box holds: the erasable unit (`user-<uuid>` or `contact-<uuid>`). */
export type Subject = `user-${string}` | `contact-${string}`;

export const categories = ['ticket', 'organisation', 'user', 'contact', 'role', 'reservation', 'numbers', 'merges'] as const;
export type Category = (typeof categories)[number];

/** `category-id`; storage format, so the only place that builds one. */
export function streamName(category: Category, id: string): string {
  return `${category}-${id}`;
}

/** Null for a stream that is not ours (a category this version does not know). */
export function parseStreamName(stream: string): { readonly category: Category; readonly id: string } | null {
  const dash = stream.indexOf('-');
  const category = categories.find((known) => known === stream.slice(0, dash));
  return category === undefined || dash === stream.length - 1 ? null : { category, id: stream.slice(dash + 1) };
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Lower-case RFC 9562 text form only, so that one id never has two spellings. */
export function isUuid(text: string): boolean {
  return uuid.test(text);
}
