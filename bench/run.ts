import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { appendBench } from './append.bench';
import { decideBench } from './decide.bench';
import { exportsBench } from './exports.bench';
import { httpBench } from './http.bench';
import { listBench } from './list.bench';
import { paintBench } from './paint.bench';
import { pdfsBench } from './pdfs.bench';
import { rebuildBench } from './rebuild.bench';
import { storesBench } from './stores.bench';
import type { Row } from './measure';

/** A smaller size, to see that a bench works: `BENCH_SIZE=1000 npm run bench -- exports`. */
const sized = (usual: number): number => Number(process.env['BENCH_SIZE'] ?? usual);

const benches: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  append: appendBench,
  decide: decideBench,
  http: httpBench,
  rebuild: rebuildBench,
  list: () => listBench([1_000, 100_000, 1_000_000]),
  exports: () => exportsBench(sized(1_000_000)),
  pdfs: () => pdfsBench(sized(100)),
  paint: paintBench,
  stores: storesBench,
};

/** `npm run bench [-- append decide http rebuild list exports pdfs paint stores]` prints a Markdown table, with each ratio measured in one run. */
async function main(names: readonly string[]): Promise<void> {
  process.stdout.write(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}, ${new Date().toISOString().slice(0, 10)}\n\n`,
  );
  process.stdout.write('| work | Docket | limit or peer | ratio | goal |\n|---|---|---|---|---|\n');
  for (const [name, bench] of Object.entries(benches)) {
    if (names.length > 0 && !names.includes(name)) continue;
    // Flushes dirty pages of the previous bench, which would slow durable commits down to a tenth.
    execFileSync('sync');
    for (const row of await bench()) process.stdout.write(`${line(row)}\n`);
  }
}

function line({ work, ours, peer, ratio, goal }: Row): string {
  return `| ${work} | ${ours} | ${peer} | ${ratio === null ? '' : ratio.toFixed(2)} | ${goal} |`;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
