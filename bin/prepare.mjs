// Runs before anything is installed, so it uses Node's own modules only.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...path) => join(root, ...path);
const json = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Installs and builds what is missing or stale, with messages on stderr. Silent and quick (about 30 ms) otherwise. */
export function prepare() {
  requireNode();
  installMissing();
  buildStale();
}

export function requireNode() {
  const wanted = json(at('package.json')).engines.node.replace('>=', '').split('.').map(Number);
  const found = process.versions.node.split('.').map(Number);
  if (found[0] > wanted[0] || (found[0] === wanted[0] && found[1] >= wanted[1])) return;
  stop(
    `Docket needs Node ${wanted.join('.')} or newer, but this is Node ${process.versions.node}. See https://nodejs.org/en/download`,
  );
}

export function installMissing() {
  const missing = notInstalled();
  if (missing === null) return;
  run('Installing', missing, npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']), [
    'Installing failed. It needs the network and, if there is no prebuilt better-sqlite3 for this machine, the tools of node-gyp',
    '(Python 3, make and a C++ compiler). The lines above say which of them is missing; then run the same command again.',
  ]);
}

/** Compares the lock file with npm's record of installed packages, which detects a changed lock file or a damaged folder. */
function notInstalled() {
  const record = at('node_modules', '.package-lock.json');
  if (!existsSync(record)) return 'no node_modules yet';
  const installed = json(record).packages;
  const changed = Object.entries(json(at('package-lock.json')).packages).find(
    ([path, wanted]) => path !== '' && !wanted.optional && installed[path]?.version !== wanted.version,
  );
  return changed === undefined ? null : `${changed[0].replace(/^.*node_modules\//, '')} ${changed[1].version} is missing`;
}

export function buildStale() {
  const stamp = at('dist', '.built-from');
  const now = fingerprint();
  const before = existsSync(stamp) ? readFileSync(stamp, 'utf8') : null;
  if (before === now) return;
  rmSync(at('dist'), { recursive: true, force: true });
  run('Building', before === null ? 'nothing built yet' : 'the source changed', nestBuild(), [
    'The build failed with the errors above. `npm run typecheck` shows the same errors.',
  ]);
  mkdirSync(at('dist'), { recursive: true });
  writeFileSync(stamp, now);
}

function fingerprint() {
  const hash = createHash('sha256').update(process.versions.modules);
  const inputs = ['package-lock.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json', ...filesUnder('src')];
  for (const file of inputs) hash.update(file).update(readFileSync(at(file)));
  return hash.digest('hex');
}

function filesUnder(folder) {
  return readdirSync(at(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
    .sort();
}

const nestBuild = () => [process.execPath, [at('node_modules', '@nestjs', 'cli', 'bin', 'nest.js'), 'build']];

/** The npm that started this process, because `npm` on the PATH may be another. */
function npm(args) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js') ? [process.execPath, [cli, ...args]] : ['npm', args];
}

function run(what, why, [command, args], advice) {
  process.stderr.write(`${what} (${why}) …\n`);
  const started = performance.now();
  // stdout is reserved for the script that follows, because `--json` must stay valid.
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) stop([...(error ? [String(error.message)] : []), ...advice].join('\n'));
  process.stderr.write(`${what} took ${((performance.now() - started) / 1000).toFixed(1)} s.\n`);
}

function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
