import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Files in the folder, at any depth, whose bytes hold one of the words: as UTF-8 in any case, as UTF-16 of either byte order, or
 * as base64.
 */
export function filesHolding(folder: string, words: readonly string[]): readonly string[] {
  const needles = words.map((word) => ({ word, forms: formsOf(word) }));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const text = readFileSync(path).toString('latin1');
    const lower = text.toLowerCase();
    return needles.flatMap(({ word, forms: { anyCase, exact } }) =>
      anyCase.some((form) => lower.includes(form)) || exact.some((form) => text.includes(form)) ? [`${entry.name}: ${word}`] : [],
    );
  });
}

function formsOf(word: string): { readonly anyCase: readonly string[]; readonly exact: readonly string[] } {
  const little = Buffer.from(word.toLowerCase(), 'utf16le');
  const utf16 = [little, Buffer.from(little).swap16()].map((bytes) => bytes.toString('latin1'));
  const utf8 = Buffer.from(word, 'utf8');
  return {
    anyCase: [utf8.toString('latin1').toLowerCase(), ...utf16],
    exact: [0, 1, 2].flatMap((shift) => base64Core(utf8, shift)),
  };
}

/** Base64 of the word after `shift` other bytes, without the characters that also encode its neighbours. */
function base64Core(word: Buffer, shift: number): readonly string[] {
  const text = Buffer.concat([Buffer.alloc(shift), word])
    .toString('base64')
    .replace(/=+$/, '');
  const core = text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + word.length) * 8) / 6));
  return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
}
