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

/** The owner of a box: a person, who can be erased alone, or a ticket, for staff texts about the case. */
export type Subject = PersonSubject | `ticket-${string}`;
export type PersonSubject = `user-${string}` | `contact-${string}`;

export const categories = [
  'ticket',
  'organisation',
  'user',
  'contact',
  'role',
  'reservation',
  'numbers',
  'merges',
  'settlements',
] as const;
export type Category = (typeof categories)[number];

/** `category-id` is storage format. No other code builds stream names. */
export function streamName(category: Category, id: string): string {
  return `${category}-${id}`;
}

/** Null for a category that this version does not know. */
export const parseStreamName = streamNameParser(categories);

/** Categories and ids may contain dashes: `device-type-1` is device type 1, not device `type-1`. */
export function streamNameParser<Name extends string>(known: readonly Name[]) {
  const longestFirst = [...known].sort((a, b) => b.length - a.length);
  return (stream: string): { readonly category: Name; readonly id: string } | null => {
    for (const category of longestFirst) {
      if (stream.length > category.length + 1 && stream[category.length] === '-' && stream.startsWith(category))
        return { category, id: stream.slice(category.length + 1) };
    }
    return null;
  };
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Accepts the lower-case RFC 9562 form only, so that an id never has two spellings. */
export function isUuid(text: string): boolean {
  return uuid.test(text);
}
