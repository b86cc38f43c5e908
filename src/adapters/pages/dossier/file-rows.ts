import type { DossierFile } from '../../desk/dossier/dossier-model';
import type { Printed } from '../../desk/dossier/dossier-printer.port';
import { readable } from '../tickets/readable';
import type { Worded } from './worded';

/** The files of the ZIP: what they were called, where they are, and how to know that they are the same. */
export function fileRows({ files }: Printed, { names }: Worded) {
  return files.map(({ line, entry, number, fromDuplicate }) => ({
    name: line.redacted ? null : readable(line.name),
    ...zipped(entry),
    ...{ bytes: line.bytes, at: line.at, isStaffOnly: line.audience === 'staff' },
    who: line.by === null ? null : (names[line.by] ?? '–'),
    origin: fromDuplicate ? number : null,
  }));
}

export function figuresOf({ files }: Printed, worded: Worded) {
  return files.flatMap((file) => figureOf(file, worded) ?? []);
}

/** A picture with its caption; null for what is none. */
export function figureOf(file: DossierFile | undefined, { names }: Worded) {
  if (file === undefined || file.picture === null) return null;
  const { line, picture, number, fromDuplicate } = file;
  return {
    ...picture,
    name: readable(line.name) ?? '–',
    at: line.at,
    who: line.by === null ? null : (names[line.by] ?? '–'),
    origin: fromDuplicate ? number : null,
    isTall: picture.height > picture.width * 1.2,
  };
}

function zipped(entry: DossierFile['entry']) {
  if (entry === null) return { path: null, sha256: null };
  return { path: entry.name.replace(/^attachments\//, ''), sha256: entry.sha256 };
}
