import { isPdf, isPicture } from '../../desk/files/media-type';

export interface AttachedFileView {
  readonly id: string;
  /** Null if erased. */
  readonly name: string | null;
  readonly bytes: number;
  readonly isPicture: boolean;
  /** Opens in the browser's own viewer. */
  readonly isPdf: boolean;
  /** Download link. */
  readonly href: string;
  /** Display link, for pictures and PDFs. */
  readonly view: string;
  /** Thumbnail link. Loading it is not recorded as reading the file. */
  readonly thumb: string;
}

interface KnownFile {
  readonly id: string;
  readonly name: string | null;
  readonly mediaType: string;
  readonly bytes: number;
}

/** A file, linked through the ticket whose page shows it. */
export function attachedFile({ id, name, mediaType, bytes }: KnownFile, number: string): AttachedFileView {
  const href = `/tickets/${number}/files/${id}`;
  return {
    id,
    name,
    bytes,
    href,
    view: `${href}?view`,
    thumb: `${href}?view&thumb`,
    isPicture: name !== null && isPicture(mediaType),
    isPdf: name !== null && isPdf(mediaType),
  };
}
