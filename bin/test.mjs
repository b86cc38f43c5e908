#!/usr/bin/env node
// npm test [-- step …]: all checks and tests. Two steps run concurrently, the build among them. What needs the build comes last, together.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installMissing, requireNode, root } from './prepare.mjs';

const tool = (...path) => [process.execPath, join(root, 'node_modules', ...path)];
const jest = (project, workers = 1) => [
  ...tool('jest', 'bin', 'jest.js'),
  '--selectProjects',
  project,
  `--maxWorkers=${workers}`,
  '--ci',
];
const cache = join('node_modules', '.cache');

/** Builds what is stale; otherwise quick. */
const build = { name: 'build', command: [process.execPath, join(root, 'bin', 'build.mjs')] };

/** Longest first, so that both lanes end together. `tests` names a jest project, whose tests are counted. `built` needs the build. */
const steps = [
  { name: 'contract', tests: true, command: jest('contract') },
  {
    name: 'lint',
    command: [
      ...tool('eslint', 'bin', 'eslint.js'),
      '.',
      '--max-warnings=0',
      '--cache',
      '--cache-strategy=content',
      `--cache-location=${join(cache, 'eslint')}`,
    ],
  },
  { name: 'unit', tests: true, command: jest('unit') },
  { name: 'architecture', tests: true, command: jest('architecture') },
  { name: 'types', command: [...tool('typescript', 'bin', 'tsc'), '--noEmit', '-p', '.'] },
  { name: 'format', command: [...tool('prettier', 'bin', 'prettier.cjs'), '--check', '.', '--log-level=warn', '--cache'] },
  // Two at a time, which often wait for processes that start or end: the browser's one worker has the time between.
  { name: 'e2e', tests: true, built: true, command: jest('e2e', 2) },
  // Only when it is named, or everything would take more than ten minutes.
  { name: 'browser', tests: true, built: true, named: true, command: jest('browser', 1) },
];

/** Slower suites are listed at the end, slowest first. */
const slow = { seconds: 5, most: 15 };

const scratch = mkdtempSync(join(tmpdir(), 'docket-test-'));
/** Notes of test projects, such as the servers that a suite used. */
const notes = join(scratch, 'notes');
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

requireNode();
installMissing();
const chosen = choose(process.argv.slice(2));
const outcomes = await runAll(chosen);
report(outcomes);
process.exitCode = outcomes.every((outcome) => outcome.ok) ? 0 : 1;

function choose(names) {
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length === 0)
    return steps.filter(({ name, named }) => (names.length === 0 ? named !== true : names.includes(name)));
  process.stderr.write(`There is no step ${unknown.join(', ')}. The steps are ${steps.map((step) => step.name).join(', ')}.\n`);
  process.exit(2);
}

async function runAll(list) {
  const built = list.filter((step) => step.built);
  const together = [...(built.length > 0 ? [build] : []), ...list.filter((step) => !step.built)];
  const outcomes = [];
  const run = async (step) => outcomes.push(await runStep(step));
  const lane = async () => {
    for (let step = together.shift(); step !== undefined; step = together.shift()) await run(step);
  };
  const all = [...together, ...built];
  await Promise.all([lane(), lane()]);
  const isBuilt = outcomes.every(({ step, ok }) => step !== build || ok);
  if (isBuilt) await Promise.all(built.map(run));
  return all.flatMap((step) => outcomes.find((outcome) => outcome.step === step) ?? []);
}

async function runStep(step) {
  const started = performance.now();
  const results = join(scratch, `${step.name}.json`);
  const { code, output } = await execute(step.command, step.tests ? results : null);
  const seconds = (performance.now() - started) / 1000;
  const counts = step.tests ? countTests(results) : null;
  const outcome = { step, seconds, ok: code === 0 && !counts?.broken, ...counts };
  process.stdout.write(`${outcome.ok ? 'ok    ' : 'FAILED'} ${step.name} (${seconds.toFixed(1)} s)\n`);
  if (!outcome.ok) process.stdout.write(`${output.trimEnd()}\n`);
  return outcome;
}

/** `CI` keeps jest from writing snapshots. The report comes from a file, so the stdout of `jest --json` is ignored. */
function execute([command, ...args], results) {
  return new Promise((resolve) => {
    const child = spawn(command, [...args, ...(results === null ? [] : ['--json', '--outputFile', results])], {
      cwd: root,
      env: { ...process.env, FORCE_COLOR: '0', TEST_NOTES: notes },
      stdio: ['ignore', results === null ? 'pipe' : 'ignore', 'pipe'],
    });
    if (results !== null) void killIfStuck(child, results);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** Jest waits forever for handles that a failed test left open. Once its report is written, it gets two more minutes to exit. */
async function killIfStuck(child, results) {
  while (!existsSync(results)) await sleep(1_000, null, { ref: false });
  await sleep(120_000, null, { ref: false });
  child.kill('SIGKILL');
}

/** A file that cannot be loaded counts as one failed test. */
function countTests(path) {
  let found;
  try {
    found = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { broken: true, passed: 0, failed: 1, skipped: [], suites: [] };
  }
  const tests = found.testResults.flatMap((file) => file.assertionResults);
  return {
    broken: found.numTotalTests === 0,
    passed: found.numPassedTests,
    failed: found.numFailedTests + found.numRuntimeErrorTestSuites,
    skipped: tests.filter((test) => test.status === 'pending' || test.status === 'todo').map((test) => test.fullName),
    suites: found.testResults.map(({ name, startTime, endTime }) => ({ name, seconds: (endTime - startTime) / 1000 })),
  };
}

function report(outcomes) {
  const lines = outcomes.map(({ step, seconds, ok, passed, failed, skipped }) => {
    const tests = step.tests
      ? `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`
      : '';
    return `${step.name.padEnd(14)}${seconds.toFixed(1).padStart(7)}  ${(ok ? 'ok' : 'FAILED').padEnd(8)}${tests}`.trimEnd();
  });
  const sum = (field) => outcomes.reduce((total, outcome) => total + (outcome[field] ?? 0), 0);
  const skipped = outcomes.flatMap((outcome) => outcome.skipped ?? []);
  const slowest = outcomes
    .flatMap((outcome) => outcome.suites ?? [])
    .filter(({ seconds }) => seconds >= slow.seconds)
    .sort((one, other) => other.seconds - one.seconds)
    .slice(0, slow.most)
    .map(({ name, seconds }) => `  ${seconds.toFixed(1).padStart(6)} s  ${relative(root, name)}`);
  const noted = readNotes().map((line) => `  ${line}`);
  const notRun = skipped.map((name) => `  did not run: ${name}`);
  const total = `${sum('passed')} passed, ${sum('failed')} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
  const table = [`${'step'.padEnd(14)}seconds  result  tests`, ...lines];
  const slowestLines = slowest.length > 0 ? ['the slowest suites:', ...slowest] : [];
  process.stdout.write(['', ...table, ...slowestLines, ...noted, ...notRun, total, ''].join('\n'));
}

function readNotes() {
  // Each project notes for itself when Docker lacks an image.
  return existsSync(notes) ? [...new Set(readFileSync(notes, 'utf8').trimEnd().split('\n'))] : [];
}
