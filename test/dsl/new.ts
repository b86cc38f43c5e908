import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '..', '..');
export const run = promisify(execFile);

/** What `npm run new` was asked for, one of each kind. */
export const asked = [
  ['command', 'PauseWork'],
  ['command', 'PraiseTicket', '--topic', 'conversation'],
  ['event', 'WorkPaused'],
  ['read-model', 'open-by-team'],
  ['read-model', 'longest-waits', '--topic', 'reports'],
  ['aggregate', 'device'],
  ['aggregate', 'device-type'],
] as const;

/** A copy of the sources to write into. */
export function scratchCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), 'docket-new-'));
  for (const path of [
    'src',
    'test',
    'docs/domain.md',
    'package.json',
    'tsconfig.json',
    'jest.config.cjs',
    'bench',
    'eslint.config.mjs',
  ])
    cpSync(join(root, path), join(copy, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

export const runNew = (copy: string, args: readonly string[]) =>
  run(process.execPath, [join(root, 'bin', 'new.mjs'), ...args, '--into', copy]);
