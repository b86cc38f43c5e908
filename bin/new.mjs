#!/usr/bin/env node
// npm run new -- command|event|read-model|aggregate <name>: writes a skeleton and its failing test in the places that CONTRIBUTING.md names.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { aggregate, command, event, readModel } from './skeletons.mjs';

const pascal = { form: /^([A-Z][a-z0-9]*){2,}$/, means: 'two or more words such as PauseWork' };
const kebab = { form: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, means: 'words such as open-by-team' };
const kinds = {
  command: { skeleton: command, name: pascal },
  event: { skeleton: event, name: pascal },
  'read-model': { skeleton: readModel, name: kebab },
  aggregate: { skeleton: aggregate, name: kebab },
};

const help = `npm run new -- command <PauseWork> [--topic work]
npm run new -- event <WorkPaused>
npm run new -- read-model <open-by-team> [--topic tickets]
npm run new -- aggregate <device>
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { topic: { type: 'string' }, into: { type: 'string' }, help: { type: 'boolean' } },
});
const [kind, name = ''] = positionals;
if (values.help) process.stdout.write(help);
else main();

function main() {
  const chosen = kinds[kind];
  if (chosen === undefined) return refuse(`Say what is new: ${Object.keys(kinds).join(', ')}.\n${help}`);
  if (!chosen.name.form.test(name)) return refuse(`Name the ${kind} in ${chosen.name.means}.`);
  const root = values.into ?? join(dirname(fileURLToPath(import.meta.url)), '..');
  const { edits, files, next } = chosen.skeleton(name, values.topic === undefined ? {} : { topic: values.topic });
  const there = Object.keys(files).filter((path) => existsSync(join(root, path)));
  if (there.length > 0) return refuse(`There is one already: ${there.join(', ')}. Choose another name.`);
  const changed = edited(root, edits);
  if (changed === null) return;
  const written = [...changed, ...Object.entries(files)];
  for (const [path, text] of written) write(join(root, path), text);
  process.stdout.write(
    `${[...written.map(([path]) => `  ${path}`), '', 'Next:', ...next.map((step) => `  ${step}`)].join('\n')}\n`,
  );
}

/** All or nothing: if one file lacks the place for a skeleton, no file is changed. */
function edited(root, edits) {
  const texts = new Map();
  for (const { path, edit } of edits) {
    const file = join(root, path);
    const before = texts.get(path) ?? (existsSync(file) ? readFileSync(file, 'utf8') : null);
    const after = before === null ? null : edit(before);
    if (after === null)
      return refuse(`${path} ${before === null ? 'is not there' : 'has no place for it any more'}. Nothing was written.`);
    texts.set(path, after);
  }
  return [...texts];
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function refuse(why) {
  process.stderr.write(`${why}\n`);
  process.exitCode = 1;
  return null;
}
