import type { Dossier, DossierFile } from './dossier-model';

export interface Printed extends Dossier {
  readonly files: readonly DossierFile[];
  /** False: no browser makes a PDF of it, so it must stand alone. */
  readonly isForPdf: boolean;
}

/** What people read of a dossier, in its reader's language. */
export interface DossierPrinter {
  /** A whole page. */
  html(dossier: Printed): Promise<string>;
  /** In plain words, what is in the ZIP and how to check it. */
  readme(dossier: Printed): string;
}
