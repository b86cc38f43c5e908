import { setTimeout as pause } from 'node:timers/promises';

const attempts = 4;
/** Another process may keep changing the same stream for so long before it is a conflict. */
const patienceMs = 2_000;

/** Whether to try once more: always a few times, and after conflicts, with pauses, as long as patience lasts. */
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
