import { dossierSections } from '../../../domain/ticket/ticket.events';
import { exportStates, type DossierExport } from '../../desk/dossier/dossiers.port';
import { cast, exampleId } from '../answers/cast';
import { about, count, hash, id, instant, listOf, object, oneOf, orNull, text, yesNo } from '../answers/schema';

type Progress = NonNullable<DossierExport['progress']>;
type Result = NonNullable<DossierExport['result']>;

const progress = object<Progress>('DossierProgress', {
  done: about('Parts that are written.', count, 3),
  of: about('Parts in all: one for each file, and four more.', count, 7),
});
const result = object<Result>('DossierResult', {
  name: about('Name of the ZIP.', text, 'CT-000123.zip'),
  bytes: about('Its size.', count, 482_113),
  sha256: about('SHA-256 of the ZIP, as the ticket recorded it.', hash),
  isPrintable: about('There was no browser on the server, so a page to print stands in place of the PDF.', yesNo, false),
});

export const dossier = object<DossierExport>('Dossier', {
  id: about('Names the export in paths.', id, exampleId('export')),
  ticket: about('The ticket.', id, cast.ticket),
  number: about('Its number.', text, 'CT-000123'),
  sections: about('What it holds.', listOf(oneOf<DossierExport['sections'][number]>(...dossierSections))),
  state: about('Whether it can be downloaded.', oneOf<DossierExport['state']>(...exportStates), 'done'),
  progress: about('While it runs; null where another server writes it.', orNull(progress), null),
  createdAt: about('When it was asked for.', instant),
  expiresAt: about('From when on it is gone: a day later.', instant, '2026-11-24T18:11:54.000Z'),
  result: about('The ZIP, when it is done. Null before, and where it failed.', orNull(result)),
});

export const dossiers = object<{ readonly items: readonly DossierExport[] }>('Dossiers', {
  items: about('Yours of this ticket, the newest first, kept for a day each.', listOf(dossier)),
});
