#!/usr/bin/env node
// npm run servers: pulls images of real servers if Docker answers, and builds FerretDB as a replacement for MongoDB.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installMissing, requireNode, root } from './prepare.mjs';

// Check Node first, because npm removes everything beside the packages it installs.
requireNode();
installMissing();

pullImages();

const folder = join(root, 'node_modules', '.cache', 'servers');
const source = join(root, 'test', 'servers', 'ferretdb');
const candidates = ['go', '/usr/local/go/bin/go'];
const go = candidates.find((program) => spawnSync(program, ['version'], { stdio: 'ignore' }).status === 0);

if (go === undefined) {
  process.stdout.write(
    'FerretDB was not built, because Go is neither on the PATH nor in /usr/local/go. The tests of the MongoDB adapter are skipped unless there is a ' +
      'mongod on the PATH or MONGODB_URL is set.\n',
  );
  process.exitCode = 1;
} else {
  mkdirSync(folder, { recursive: true });
  process.stdout.write('Building FerretDB. The first build takes some minutes …\n');
  const started = performance.now();
  const modfile = withIndexedIds();
  const built =
    modfile !== null && run(['build', '-modfile', modfile, '-o', join(folder, 'ferretdb'), '.'], 'inherit').status === 0;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(built ? `FerretDB is in ${folder} (${seconds} s).\n` : 'FerretDB was not built. See the errors above.\n');
  process.exitCode = built ? 0 : 1;
}

/** Only reports a failure, because the next steps do not need the images. */
function pullImages() {
  const pull = ['-r', './test/crash/register.cjs', 'test/servers/containers.main.ts', 'pull'];
  const { error } = spawnSync(process.execPath, pull, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], timeout: 150_000 });
  if (error !== undefined) process.stdout.write('The images were not pulled within 150 s. Docker keeps the finished layers.\n');
}

function run(args, stdout) {
  return spawnSync(go, args, { cwd: source, encoding: 'utf8', stdio: ['ignore', stdout, 'inherit'] });
}

/**
 * FerretDB 1.24 never uses the index of `_id` on SQLite, because its expression differs from the indexed one, and it ignores the index for
 * filters with more than `_id`. So each update parses the whole collection twice. With these two changed lines it finds the document by the
 * index and checks the whole filter as before.
 * @returns the go.mod to build with, or null if FerretDB could not be downloaded
 */
function withIndexedIds() {
  const { status, stdout } = run(['mod', 'download', '-json', 'github.com/FerretDB/FerretDB'], 'pipe');
  if (status !== 0) return null;
  const [copy, modfile] = [join(folder, 'FerretDB'), join(folder, 'go.mod')];
  rmSync(copy, { recursive: true, force: true });
  cpSync(JSON.parse(stdout).Dir, copy, { recursive: true });
  // Go makes its downloads read-only, so they could not be removed later.
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
