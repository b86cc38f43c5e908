import { Inject, Injectable } from '@nestjs/common';
import { ERASED } from '../../../domain/kernel/event';
import type { Actor } from '../../../domain/people/actor';
import { safeNames } from '../dossier/file-names';
import { ZIP_WRITER, type ZipWriter } from '../../export/zip.port';
import { TicketReader } from '../tickets/ticket-reader';
import { FILE_SCANS } from '../tokens';
import type { FileScans } from './file-scans';

/** Every file of a ticket and its duplicates that the reader may see, as one ZIP, written while it is read. */
@Injectable()
export class AllFiles {
  constructor(
    private readonly reader: TicketReader,
    @Inject(FILE_SCANS) private readonly scans: FileScans,
    @Inject(ZIP_WRITER) private readonly zip: ZipWriter,
  ) {}

  /** @throws {DomainError} unknown @throws {NotShownYet} */
  async of(number: string, actor: Actor): Promise<AsyncIterable<Uint8Array>> {
    const ticket = await this.reader.read(await this.reader.idOf(number, actor), actor);
    const files = ticket.files.filter(({ redacted }) => !redacted);
    const names = safeNames(files.map(({ name }) => (name === ERASED ? null : name)));
    return this.zip(ticket.updatedAt, async (zip) => {
      for (const [at, { sha256 }] of files.entries()) {
        const content = await this.scans.content(sha256);
        // Destroyed since the list was read, or in quarantine.
        if (content !== null) await zip.add(names[at] ?? 'file', content, false);
      }
    });
  }
}
