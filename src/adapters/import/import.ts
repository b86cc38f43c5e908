import { toMillis } from '../../domain/kernel/instant';
import type { ImportFormat } from './import-format';
import type { ImportReport } from './import-report';
import { ImportRun, type ImportProgress, type ImportSetting } from './import-run';
import { contentOf, hashOf } from './source-file';

/**
 * Carries out a file of history. Killed and started again, or given the same file twice, it makes nothing twice: every step has an id
 * that follows from the source, and what was carried out before is only repeated.
 * @throws {DomainError} the file cannot be read, or the importer may not import; what was carried out stays
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
  await run.carryOut(format.read(contentOf(file)));
  const seconds = (toMillis(setting.clock.now()) - started) / 1000;
  return run.tally.report({ format: format.name, fileHash, seconds });
}
