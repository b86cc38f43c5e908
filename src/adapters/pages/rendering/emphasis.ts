/** Around a name inside a sentence. From the private use area, and taken out of the names themselves. */
const [opens, closes] = ['\uE000', '\uE001'];
const marks = /[\uE000\uE001]/g;

/** Names that stand out in a sentence once it is drawn by `emphasisedHtml`. */
export function emphasised(names: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(names).map(([id, name]) => [id, `${opens}${name.replace(marks, '')}${closes}`]));
}

/** HTML of a sentence with its names in bold. */
export function emphasisedHtml(sentence: string, escape: (text: string) => string): string {
  return escape(sentence).replaceAll(opens, '<b><bdi>').replaceAll(closes, '</bdi></b>');
}
