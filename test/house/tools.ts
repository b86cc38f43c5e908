import { execFile } from 'node:child_process';
import { join } from 'node:path';

export const root = join(__dirname, '..', '..');

/** Runs one of the repository's tools in `cwd` and returns its standard output, whatever its exit code. */
export function runTool(tool: readonly string[], args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const [command, all] = [process.execPath, [join(root, 'node_modules', ...tool), ...args]];
    execFile(command, all, { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (stdout === '' && error !== null) reject(new Error(`${tool.join('/')} failed: ${stderr}`, { cause: error }));
      else resolve(stdout);
    });
  });
}

export interface Breach {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

/** Violations that dependency-cruiser finds under `folders` with the rules of this repository. */
export async function cruise(folders: readonly string[], cwd: string): Promise<readonly Breach[]> {
  const tool = ['dependency-cruiser', 'bin', 'dependency-cruise.mjs'];
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', '--preserve-symlinks', ...folders];
  const report = JSON.parse(await runTool(tool, args, cwd)) as {
    summary: { totalCruised: number; violations: { rule: { name: string }; from: string; to: string }[] };
  };
  if (report.summary.totalCruised === 0) throw new Error(`no module found under ${folders.join(', ')}`);
  return report.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
}

/** The eslint rules that each file violates, with the configuration of this repository. */
export async function lint(files: readonly string[], cwd: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const output = await runTool(['eslint', 'bin', 'eslint.js'], ['--format', 'json', ...files], cwd);
  const results = JSON.parse(output) as { filePath: string; messages: { ruleId: string | null; message: string }[] }[];
  return new Map(
    results.map(({ filePath, messages }) => [
      filePath.slice(cwd.length + 1),
      messages.map(({ ruleId, message }) => ruleId ?? message),
    ]),
  );
}
