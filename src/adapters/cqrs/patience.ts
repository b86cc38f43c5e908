import { setTimeout as pause } from 'node:timers/promises';

const attempts = 4;
/** How long conflicts with other processes are retried. */
const patienceMs = 2_000;

/** Decides whether to try again: always a few times, and after conflicts, with pauses, until the time is over. */
export function patience(milliseconds = patienceMs): (isInDoubt: boolean) => Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  let attempt = 0;
  return async (isInDoubt) => {
    attempt += 1;
    if (attempt <= attempts) return true;
    if (isInDoubt || performance.now() >= deadline) return false;
    await pause(10 + (attempt % 5) * 10);
    return true;
  };
}
