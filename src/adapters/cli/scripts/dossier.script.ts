import { number, pairs } from '../layout';
import { UsageError, type Script } from '../script';
import { resolveFromCaller } from '../invocation';

export const dossierScript: Script = {
  name: 'dossier',
  about: 'Writes the dossier of a ticket to a new ZIP, with or without a running server. The ticket records the export.',
  usage: [
    'dossier -- <number> <file.zip> [--sections overview,contact,…] [--as <id or e-mail>] [--language en] [--zone UTC] [--paper a4]',
  ],
  options: {
    sections: { type: 'string' },
    as: { type: 'string' },
    language: { type: 'string' },
    zone: { type: 'string' },
    paper: { type: 'string' },
  },
  plan: ({ positionals: [ticket, given, ...more], values }) => {
    if (ticket === undefined || given === undefined || more.length > 0)
      throw new UsageError('Give the number of one ticket and the path of one new file.');
    const text = (name: string): string | null => (typeof values[name] === 'string' ? values[name] : null);
    const params = {
      ...{ ticket: ticket.toUpperCase(), file: resolveFromCaller(given), user: text('as') },
      ...{ sections: text('sections')?.split(',') ?? null, language: text('language') },
      ...{ timeZone: text('zone'), paper: text('paper') },
    };
    return async ({ methods, progress, signal }) => {
      const answer = await methods.dossier(params, progress, signal);
      const shown = pairs([
        ['dossier', answer.file],
        ['bytes', number(answer.bytes)],
        ['SHA-256', answer.sha256],
        ['printed by', answer.printedBy],
      ]);
      return { ok: true, json: answer, text: shown };
    };
  },
};
