// Chromium writes the dictionaries of a PDF as plain text and compresses only streams, so a few of them can be read and set in place.

const pdfDate = (instant: string): string => `${instant.replace(/\D/g, '').slice(0, 14)}+00'00'`;

/** Sets the times to that of the document. Every value keeps its length, so that the table of objects still holds. */
export function withTime(pdf: Uint8Array, at: string): Uint8Array {
  const text = Buffer.from(pdf).toString('latin1');
  const set = text.replace(/(\/(?:CreationDate|ModDate) \(D:)\d{14}\+00'00'/g, `$1${pdfDate(at)}`);
  return Buffer.from(set, 'latin1');
}

/** Number of the page, from 1, on which each linked place of the document is, by its id. */
export function pagesOf(pdf: Uint8Array): ReadonlyMap<string, number> {
  const text = Buffer.from(pdf).toString('latin1');
  const found = [...text.matchAll(/(?:^|\n)(\d+) 0 obj\n(<<[\s\S]*?>>)\n?(?:stream|endobj)/g)];
  const objects = new Map(found.map(([, id = '', body = '']) => [id, body] as const));
  return placesIn(objects);
}

function placesIn(objects: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  const all = [...objects.values()];
  const root = all.find((body) => body.includes('/Type /Pages') && !body.includes('/Parent'));
  const pages = new Map(leaves(root ?? '', objects).map((id, at) => [id, at + 1]));
  const [, places = ''] = /\/Dests (\d+) 0 R/.exec(all.find((body) => body.includes('/Type /Catalog')) ?? '') ?? [];
  const named = (objects.get(places) ?? '').matchAll(/\/([\w-]+) \[(\d+) 0 R/g);
  return new Map([...named].map(([, name = '', page = '']) => [name, pages.get(page) ?? 0]));
}

function leaves(node: string, objects: ReadonlyMap<string, string>): readonly string[] {
  const [, kids = ''] = /\/Kids \[([^\]]*)\]/.exec(node) ?? [];
  return [...kids.matchAll(/(\d+) 0 R/g)].flatMap(([, id = '']) => {
    const body = objects.get(id) ?? '';
    return body.includes('/Type /Pages') ? leaves(body, objects) : [id];
  });
}
