import { readdirSync, readFileSync } from 'node:fs';

/** Parent and state of a process; null: there is none. */
function statusOf(pid: number): { readonly parent: number; readonly state: string } | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return { state: fields[0] ?? '', parent: Number(fields[1]) };
  } catch {
    return null;
  }
}

/** The running processes that a process started itself. */
export function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => statusOf(pid)?.parent === parent && alive(pid));
}

/** A zombie is dead, and only waits for its parent to notice. */
export const alive = (pid: number): boolean => {
  const status = statusOf(pid);
  return status !== null && status.state !== 'Z' && status.state !== 'X';
};
