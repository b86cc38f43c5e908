import { FileScans, type FileScansParts } from '../adapters/desk/files/file-scans';
import { fairQueue } from '../adapters/export/fair-queue';
import { clamdScanner } from '../adapters/files/clamd.scanner';

const atOnce = 2;

/** Chooses the scanner: clamd at this address, or none. */
export function openScans(parts: Omit<FileScansParts, 'scanner' | 'queue'>, url: string): Promise<FileScans> {
  return FileScans.open({ ...parts, scanner: url === 'off' ? null : clamdScanner(url), queue: fairQueue(atOnce) });
}
