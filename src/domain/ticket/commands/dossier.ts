import { command } from '../../kernel/commands';
import { choice, line, list, whole } from '../../kernel/fields';
import { dossierSections } from '../ticket.events';

/** Sent by the desk only, once a dossier is complete. */
export const dossierCommands = {
  RecordDossier: command('Records that a dossier left the desk', {
    sections: list(
      choice(dossierSections, { about: 'A section.' }),
      { min: 1, max: dossierSections.length },
      { about: 'What it holds.' },
    ),
    upTo: whole(0, Number.MAX_SAFE_INTEGER, { about: 'Revision of the newest fact in it.' }),
    sha256: line(64, { about: 'SHA-256 of the ZIP, hex.' }),
  }),
};
