import { has } from '../../desk/dossier/dossier-model';
import type { Printed } from '../../desk/dossier/dossier-printer.port';
import type { Face } from '../rendering/face';

/** For somebody who opens the ZIP and has never heard of us. Windows shows lines only with both signs at their ends. */
export function readmeOf(dossier: Printed, { t, formats }: Face): string {
  const { number } = dossier.ticket.detail;
  const { asOf, address, isForPdf, isClosed } = dossier;
  const at = formats.moment(asOf.at);
  const file = (name: string, text: string): string => `  ${name}\n      ${text}`;
  const lines = [
    t('dossier.readme.title', { number }),
    '',
    t(isClosed ? 'dossier.readme.asOf' : 'dossier.readme.asOfOpen', { at }),
    t('dossier.readme.where', { address }),
    '',
    t('dossier.readme.inside'),
    '',
    isForPdf ? file(`${number}.pdf`, t('dossier.readme.pdf')) : file(`${number}.html`, t('dossier.readme.html')),
    ...(has(dossier, 'attachments') ? [file('attachments/', t('dossier.readme.attachments'))] : []),
    file('facts.jsonl', t('dossier.readme.facts')),
    file('manifest.json', t('dossier.readme.manifest')),
    '',
    t('dossier.readme.check'),
    '',
    `  ${asOf.head}`,
    '',
  ];
  return lines.join('\n').replace(/\n/g, '\r\n');
}
