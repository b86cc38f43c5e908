import { writeSync } from 'node:fs';
import { crashDesk } from './crash-desk';
import { runnerOf, totals } from './small-desk';

/** Projects until it is killed or all facts are folded. */
async function main(folder: string): Promise<void> {
  const desk = await crashDesk(folder);
  const runner = runnerOf(desk, [totals()]);
  await runner.start();
  writeSync(1, 'started\n');
  await runner.rebuild('all');
  await runner.stop();
}

void main(process.argv[2] as string);
