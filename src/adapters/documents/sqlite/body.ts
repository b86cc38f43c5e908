import type { Document } from '../../../projections/kernel/documents.port';

/** What a row says of its document. The body may repeat the id. */
export interface Written {
  readonly id: string;
  readonly body: string;
}

/** The id stands in a column of its own, and the text without it: of a line of the log, a thirteenth less to write. */
export function withoutId(document: Document): string {
  const text = JSON.stringify(document);
  const head = headOf(document._id);
  return text.startsWith(head) ? `{${text.slice(head.length)}` : text;
}

export function documentOf<D extends Document>({ id, body }: Written): D {
  return JSON.parse(headOf(id) + body.slice(1)) as D;
}

function headOf(id: string): string {
  return `{"_id":${JSON.stringify(id)},`;
}
