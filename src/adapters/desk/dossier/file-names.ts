const mostBytes = 120;
/** Names of devices, which Windows opens instead of a file. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
/** Path parts, what Windows forbids, and signs that nobody sees or that turn the direction of writing, but for those that join letters. */
const forbidden = /(?:(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}<>:"/\\|?*])+/gu;

/** A name that every file system takes, as near as can be to the one it was sent with; no two are the same in any spelling. */
export function safeNames(names: readonly (string | null)[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const { base, ending } = parts(name ?? '');
    for (let nth = 1; ; nth += 1) {
      const suffix = nth === 1 ? ending : ` (${nth})${ending}`;
      const made = `${cut(base, mostBytes - Buffer.byteLength(suffix))}${suffix}`;
      const spelling = made.normalize('NFKC').toLowerCase();
      if (taken.has(spelling)) continue;
      taken.add(spelling);
      return made;
    }
  });
}

function parts(name: string): { readonly base: string; readonly ending: string } {
  const clean = name.normalize('NFC').replace(forbidden, '_').replace(/\s+/g, ' ').trim();
  const [, base = '', ending = ''] = /^(.*?)(\.[A-Za-z0-9]{1,10})?$/s.exec(clean) ?? [];
  const bare = base.replace(/^[. ]+|[. ]+$/g, '');
  if (bare === '' || /^_+$/.test(bare)) return { base: 'file', ending };
  return { base: reserved.test(bare) ? `${bare}_` : bare, ending };
}

/** At a whole sign, so that no half of one is left. */
function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (Buffer.byteLength(kept) + Buffer.byteLength(segment) > bytes) break;
    kept += segment;
  }
  return kept === '' ? 'file' : kept.trimEnd();
}
