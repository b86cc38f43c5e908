/** Media types that are shown as pictures where the content is one, too (image-type.ts). */
const pictures: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

export interface AttachedFileView {
  readonly id: string;
  /** Null: erased. */
  readonly name: string | null;
  readonly bytes: number;
  readonly isPicture: boolean;
  /** Saves it. */
  readonly href: string;
  /** Shows it in the browser; of pictures alone. */
  readonly view: string;
  /** The same among others on a page, which is no reading of it. */
  readonly thumb: string;
}

interface KnownFile {
  readonly id: string;
  readonly name: string | null;
  readonly mediaType: string;
  readonly bytes: number;
}

/** A file as a page shows it, on the ticket whose page it is. */
export function attachedFile({ id, name, mediaType, bytes }: KnownFile, number: string): AttachedFileView {
  const href = `/tickets/${number}/files/${id}`;
  return {
    id,
    name,
    bytes,
    href,
    view: `${href}?view`,
    thumb: `${href}?view&thumb`,
    isPicture: name !== null && pictures.has(mediaType),
  };
}
