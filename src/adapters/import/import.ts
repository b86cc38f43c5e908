import { toMillis } from '../../domain/kernel/instant';
import type { ImportFormat } from './import-format';
import type { ImportReport } from './import-report';
import { ImportRun, type ImportProgress, type ImportSetting } from './import-run';
import type { Mapping } from './mapping';
import { hashOf, layoutOf, textOf, type Layout } from './source-file';

/** A file and its layout. Missing properties are detected. */
export interface ImportFile extends Partial<Layout> {
  readonly file: string;
  readonly mapping?: Mapping;
}

/**
 * Imports a file of history. Every step has an id derived from the source, so a run after a crash or of the same file creates no duplicates.
 * @throws {DomainError} the file is unreadable or the importer lacks the permission; earlier steps stay
 */
export async function runImport(
  format: ImportFormat,
  { file, mapping = {}, ...given }: ImportFile,
  setting: ImportSetting,
  progress: (progress: ImportProgress) => void = () => undefined,
): Promise<ImportReport> {
  const started = toMillis(setting.clock.now());
  const fileHash = await hashOf(file);
  const layout = await layoutOf(file, given);
  const run = new ImportRun(setting, { format: format.name, fileHash }, progress);
  await run.run(format.read({ text: textOf(file, layout.encoding), separator: layout.separator, mapping }));
  const seconds = (toMillis(setting.clock.now()) - started) / 1000;
  return run.tally.report({ format: format.name, fileHash, ...layout, seconds });
}
