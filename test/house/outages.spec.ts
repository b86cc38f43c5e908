import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// A store that is down must never look like "not there". Refusals are caught by their codes (src/adapters/desk/unless.ts).

const root = join(__dirname, '../..');
/** Catches of any error, each with its reason beside it: nothing is told as unknown there. */
const justified: Readonly<Record<string, number>> = {
  'src/adapters/desk/dossier/dossier-desk.ts': 2, // A lost sign of life is followed by the next; a start that failed does not hold up the next.
  'src/adapters/desk/files/media-type.ts': 1, // Bytes that a parser cannot follow are of no known type; no store is asked.
  'src/adapters/desk/tickets/ticket-now.ts': 1, // The loser of a race, after the answer was given.
  'src/adapters/pages/access/gate.ts': 1, // The page of an error is shown without the session that could not be looked up.
  'src/adapters/pages/problems/problem-pages.ts': 2, // The page of an error goes without progress and names.
  'src/adapters/pages/live/live-hub.ts': 4, // A line tells nothing, or stays open, while rights cannot be looked up.
};

const catchesAnything = /\.catch\(\s*\(?\w*\)?\s*=>\s*(\[\]|null|undefined|true|false|\(\{|\w+\()/g;

describe('an outage', () => {
  it('is caught nowhere in pages and use cases as if there were nothing', () => {
    const files = ['src/adapters/pages', 'src/adapters/desk'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => `${folder}/${file}`),
    );
    expect(files.length).toBeGreaterThan(200);
    const found = files.map(
      (file) => [file, readFileSync(join(root, file), 'utf8').match(catchesAnything)?.length ?? 0] as const,
    );
    expect(Object.fromEntries(found.filter(([, count]) => count > 0))).toEqual(justified);
  });

  it.each(['x.catch(() => null)', 'x.catch(() => [])', 'x.catch(() => ({ items: [] }))', 'x.catch((e) => String(e))'])(
    'is found where it is caught: %s',
    (code) => {
      expect(code.match(catchesAnything)).toHaveLength(1);
    },
  );
});
