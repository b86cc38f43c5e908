import { toMillis } from '../../domain/kernel/instant';
import type { ImportFormat } from './import-format';
import type { ImportReport } from './import-report';
import { ImportRun, type ImportProgress, type ImportSetting } from './import-run';
import { contentOf, hashOf } from './source-file';

/**
 * Imports a file of history. Every step has an id derived from the source, so a run after a crash or of the same file creates no duplicates.
 * @throws {DomainError} the file is unreadable or the importer lacks the permission; earlier steps stay
 */
export async function runImport(
  format: ImportFormat,
  file: string,
  setting: ImportSetting,
  progress: (progress: ImportProgress) => void = () => undefined,
): Promise<ImportReport> {
  const started = toMillis(setting.clock.now());
  const fileHash = await hashOf(file);
  const run = new ImportRun(setting, { format: format.name, fileHash }, progress);
  await run.run(format.read(contentOf(file)));
  const seconds = (toMillis(setting.clock.now()) - started) / 1000;
  return run.tally.report({ format: format.name, fileHash, seconds });
}
