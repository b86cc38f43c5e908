#!/usr/bin/env node
// Fetches what the tests run against: npm run servers. Images of real servers where Docker answers, and what stands in for MongoDB.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installMissing, requireNode, root } from './prepare.mjs';

// First, because it takes away all that stands beside what it installs.
requireNode();
installMissing();

pullImages();

const folder = join(root, 'node_modules', '.cache', 'servers');
const source = join(root, 'test', 'servers', 'ferretdb');
const candidates = ['go', '/usr/local/go/bin/go'];
const go = candidates.find((program) => spawnSync(program, ['version'], { stdio: 'ignore' }).status === 0);

if (go === undefined) {
  process.stdout.write(
    'FerretDB was not built: Go is neither on the PATH nor in /usr/local/go. The tests of the MongoDB adapter then need a mongod on the ' +
      'PATH or MONGODB_URL; without either they say that they did not run.\n',
  );
  process.exitCode = 1;
} else {
  mkdirSync(folder, { recursive: true });
  process.stdout.write('Building FerretDB; the first time takes some minutes …\n');
  const started = performance.now();
  const modfile = withIndexedIds();
  const built =
    modfile !== null && run(['build', '-modfile', modfile, '-o', join(folder, 'ferretdb'), '.'], 'inherit').status === 0;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(built ? `FerretDB is in ${folder} (${seconds} s).\n` : 'FerretDB was not built: see above.\n');
  process.exitCode = built ? 0 : 1;
}

/** Its own outcome is only said: what is built next does without. */
function pullImages() {
  const pull = ['-r', './test/crash/register.cjs', 'test/servers/containers.main.ts', 'pull'];
  const { error } = spawnSync(process.execPath, pull, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], timeout: 150_000 });
  if (error !== undefined) process.stdout.write('The images were not pulled within 150 s; Docker keeps what has come.\n');
}

function run(args, stdout) {
  return spawnSync(go, args, { cwd: source, encoding: 'utf8', stdio: ['ignore', stdout, 'inherit'] });
}

/**
 * FerretDB 1.24 never uses the index of `_id` on SQLite: it asks for another expression than the one it indexed, and where a filter names more than
 * `_id` it does not even ask. Each update then parses the whole collection, twice. With these two lines it finds the one document by its index, and
 * holds it against the whole filter as before.
 * @returns what to build by; null: FerretDB could not be had
 */
function withIndexedIds() {
  const { status, stdout } = run(['mod', 'download', '-json', 'github.com/FerretDB/FerretDB'], 'pipe');
  if (status !== 0) return null;
  const [copy, modfile] = [join(folder, 'FerretDB'), join(folder, 'go.mod')];
  rmSync(copy, { recursive: true, force: true });
  cpSync(JSON.parse(stdout).Dir, copy, { recursive: true });
  // Go keeps what it downloads from being written, and so from being removed.
  for (const { parentPath, path, name } of readdirSync(copy, { recursive: true, withFileTypes: true }))
    chmodSync(join(parentPath ?? path, name), 0o755);
  const sqlite = join(copy, 'internal', 'backends', 'sqlite');
  change(join(sqlite, 'collection.go'), 'if params.Filter.Len() == 1 {', 'if params.Filter.Len() > 0 {');
  change(join(sqlite, 'metadata', 'metadata.go'), `"->'$._id'"`, '`->"_id"`');
  const module = readFileSync(join(source, 'go.mod'), 'utf8');
  writeFileSync(modfile, `${module}\nreplace github.com/FerretDB/FerretDB => ${copy}\n`);
  cpSync(join(source, 'go.sum'), join(folder, 'go.sum'));
  return modfile;
}

function change(file, from, to) {
  const parts = readFileSync(file, 'utf8').split(from);
  if (parts.length < 2) throw new Error(`${file} is not as it was in FerretDB 1.24.2`);
  writeFileSync(file, parts.join(to));
}
