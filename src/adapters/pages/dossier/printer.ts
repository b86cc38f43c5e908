import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { namesOf, type Names } from '../../../projections/people/names';
import { namesIn } from '../../../projections/tickets/read-ticket';
import { has } from '../../desk/dossier/dossier-model';
import type { DossierPrinter, Printed } from '../../desk/dossier/dossier-printer.port';
import { contactsOf, noContacts } from '../../desk/people/contacts-of';
import { printOrigin } from '../../export/print-origin.port';
import type { LabelStore } from '../../settings/labels.port';
import { translateWith } from '../labels/label-keys';
import type { Face } from '../rendering/face';
import { filesUnder } from '../rendering/files';
import { formatsFor } from '../rendering/formats';
import { isLanguage, type Language } from '../rendering/languages';
import { site } from '../rendering/site';
import { namesFor } from '../audit-trail/fact-view';
import { shownNames } from '../audit-trail/question';
import { pageView } from './page-view';
import { readmeOf } from './readme';
import { escapedForCss, escapedForHtml } from './escaped';

export interface PrinterParts {
  readonly models: () => ReadModels;
  readonly labels: Pick<LabelStore, 'of'>;
}

/** Of a year that no ticket has: so every date says its own. */
const noYear = '0001-01-01T00:00:00.000Z';
/** One file per subject, joined in the order of their names. */
const styles = join(__dirname, 'print');
let sheet: string | null = null;

/** Dossiers by Handlebars, with the words of the pages and those of the reader's organisation. */
export function dossierPrinter({ models, labels }: PrinterParts): DossierPrinter {
  return {
    async html(dossier) {
      const language = languageOf(dossier);
      const own = (await labels.of(dossier.actor.organisation))[language] ?? {};
      const face = faceOf(dossier, translateWith(language, own));
      const names = shownNames(await everyName(models(), dossier), face.t);
      const { actor, ticket } = dossier;
      const contacts = has(dossier, 'contact') ? await contactsOf(models(), actor, ticket.detail.requester) : noContacts;
      const view = pageView(dossier, { names, contacts, t: face.t, formats: face.formats });
      const body = site().templates.render('dossier/print', view, face);
      return pageOf(dossier, { body, language, face, company: view.company, title: view.title });
    },
    readme: (dossier) => readmeOf(dossier, faceOf(dossier, site().words.in(languageOf(dossier)))),
  };
}

const languageOf = ({ wish }: Printed): Language => (isLanguage(wish.language) ? wish.language : 'en');

function faceOf(dossier: Printed, t: Face['t']): Face {
  return {
    ...{ t, formats: formatsFor(languageOf(dossier), dossier.wish.timeZone, noYear) },
    ...{ asset: (name) => name, formToken: '', freshKey: () => '' },
  };
}

/** Everyone and everything that the dossier mentions. */
async function everyName(models: ReadModels, { ticket, merged, actor, sender }: Printed): Promise<Names> {
  const details = [ticket, ...merged].map(({ detail }) => detail);
  const known = await Promise.all(details.map((detail) => namesIn(models, detail, details)));
  const facts = await namesFor(
    models,
    actor,
    [ticket, ...merged].flatMap((one) => one.facts),
  );
  const own = await namesOf(models, { users: [actor.user], organisations: [sender.organisation, ticket.detail.handler] });
  return Object.assign({}, ...known, facts, own) as Names;
}

interface Framed {
  readonly body: string;
  readonly language: Language;
  readonly face: Face;
  readonly company: string;
  readonly title: string;
}

/** A browser of ours finds fonts at an address that nobody has; a page that stands alone takes those of its reader. */
function pageOf(dossier: Printed, { body, language, face, company, title }: Framed): string {
  sheet ??= filesUnder(styles)
    .map((path) => readFileSync(join(styles, path), 'utf8'))
    .join('');
  const fonts = dossier.isForPdf ? `<link rel="stylesheet" href="${printOrigin}/fonts.css">` : '';
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escapedForHtml(title)}</title>`,
    `<meta name="author" content="${escapedForHtml(company)}">${fonts}<style>${sheet}${running(dossier, face, company)}</style></head>`,
    `<body>${body}</body></html>`,
  ].join('\n');
}

/** What stands on every page. It is text of a style sheet, so every sign that could end it is written as a number. */
function running({ wish, ticket, asOf, sender }: Printed, { t, formats }: Face, company: string): string {
  const quoted = (text: string): string => `"${escapedForCss(text)}"`;
  const [before = '', between = '', after = ''] = t('dossier.pageOf', { page: '#', pages: '#' }).split('#');
  const number = [quoted(before), 'counter(page)', quoted(between), 'counter(pages)', quoted(after)].join(' ');
  const asOfLine = t('dossier.asOfLine', { at: formats.moment(asOf.at) });
  const footer = sender.letterhead?.footer ?? '';
  const bottom = footer === '' ? quoted(asOfLine) : `${quoted(footer)} "\\a " ${quoted(asOfLine)}`;
  const size = wish.paper === 'letter' ? 'letter' : 'A4';
  return [
    `@page{size:${size};`,
    `@top-left{content:${quoted(company)}}`,
    `@top-right{content:${quoted(t('dossier.running', { number: ticket.detail.number }))}}`,
    `@bottom-left{content:${bottom};white-space:pre-line}`,
    `@bottom-right{content:${number}}}`,
  ].join('');
}
