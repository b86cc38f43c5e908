import { choice, line, list, optional, type Values } from '../../../domain/kernel/fields';
import { dossierSections, type DossierSection } from '../../../domain/ticket/ticket.events';
import { refuseFields } from '../refuse-fields';
import { papers, type DossierWish } from './dossier-model';

const languages = ['en', 'fi', 'tr', 'de'] as const;

/** S4.55: what a dossier holds where nobody chose. */
export const usualSections: readonly DossierSection[] = ['overview', 'contact'];

/** What may be said of a dossier that is asked for. */
export const wishFields = {
  sections: optional(
    list(
      choice(dossierSections, { about: 'A section.' }),
      { min: 1, max: dossierSections.length },
      {
        about:
          'What it holds. Default: `overview` and `contact`. `logs` needs the permission `audit.read-log`; `attachments` puts the files into the ZIP.',
        example: ['overview', 'contact', 'activity'],
      },
    ),
  ),
  language: optional(choice(languages, { about: 'Language of the document. Default: `en`.' })),
  timeZone: optional(line(60, { about: 'Time zone of its dates. Default: UTC.', example: 'Europe/Helsinki' })),
  paper: optional(choice(papers, { about: 'Size of its pages. Default: `a4`.' })),
};

/** @throws {DomainError} invalid */
export function wishOf(asked: Values<typeof wishFields>): DossierWish {
  const { sections = usualSections, language = 'en', timeZone = 'UTC', paper = 'a4' } = asked;
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    refuseFields([{ field: 'timeZone', message: 'must be a time zone such as Europe/Helsinki' }]);
  }
  return { sections, language, timeZone, paper };
}
