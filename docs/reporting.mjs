// node reporting.mjs <file.db>: keeps a copy of the read models in SQLite (docs/reporting.md). Run it as often as you like: the first run reads
// everything, later ones only what changed. DOCKET_URL is the address of the server, DOCKET_TOKEN a token of a user with the role "reporting".
import Database from 'better-sqlite3';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';

const { fetch, URL } = globalThis;
const headers = { authorization: `Bearer ${process.env.DOCKET_TOKEN}` };
const ask = (path) => fetch(new URL(path, process.env.DOCKET_URL), { headers });
const must = async (answer) => {
  if (answer.ok) return answer;
  throw new Error(`${answer.status}: ${(await answer.json()).detail}`);
};
const copy = new Database(process.argv[2] ?? 'docket.db');
copy.exec('CREATE TABLE IF NOT EXISTS copies (model TEXT PRIMARY KEY, next TEXT)');
const { items } = await (await must(await ask('/v1/read-models'))).json();
for (const { name, href } of items) await update(name, href);

async function update(model, href) {
  copy.exec(`CREATE TABLE IF NOT EXISTS "${model}" (id TEXT PRIMARY KEY, document TEXT)`);
  const known = copy.prepare('SELECT next FROM copies WHERE model = ?').get(model);
  let answer = await ask(known ? `${href}?after=${known.next}` : href);
  if (answer.status === 410) answer = await ask(href); // start-anew: the first line then says to empty the copy
  await must(answer);
  let end;
  copy.exec('BEGIN'); // a run that fails before its end leaves the copy as it was
  for await (const text of createInterface({ input: Readable.fromWeb(answer.body) })) end = take(model, JSON.parse(text));
  if (!end) throw new Error(`${model} was cut off: nothing of it was taken over. Run this again.`);
  copy.prepare('INSERT OR REPLACE INTO copies VALUES (?, ?)').run(model, end.next);
  copy.exec('COMMIT');
  process.stdout.write(`${model}: as of fact ${end.index}\n`);
}

function take(model, { everything, id, document, end }) {
  if (everything) copy.prepare(`DELETE FROM "${model}"`).run();
  if (document) copy.prepare(`INSERT OR REPLACE INTO "${model}" VALUES (?, ?)`).run(id, JSON.stringify(document));
  if (document === null) copy.prepare(`DELETE FROM "${model}" WHERE id = ?`).run(id);
  return end;
}
