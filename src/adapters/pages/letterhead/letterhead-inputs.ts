import { letterheadLimits, type LetterheadField, type LetterheadProblems } from '../../desk/dossier/letterhead-desk';
import type { Letterhead } from '../../settings/letterheads.port';
import type { Formats } from '../rendering/formats';
import type { Translate } from '../rendering/words';

export interface Shown extends Omit<Letterhead, 'logo'> {
  readonly problems: LetterheadProblems;
}

/** Inputs with what is wrong and what is allowed. */
export function letterheadInputs({ name, address, footer, problems }: Shown, t: Translate, formats: Pick<Formats, 'bytes'>) {
  const { addressLines, logoBytes, ...most } = letterheadLimits;
  const size = formats.bytes(logoBytes);
  const errorOf = (field: LetterheadField): string | null => {
    const problem = problems[field];
    if (problem === undefined) return null;
    const lines = field === 'address' ? addressLines : 1;
    const count = problem === 'lines' ? lines : field === 'logo' ? 0 : most[field];
    return t(`letterhead.problem.${problem}`, { count, size });
  };
  const input = (field: Exclude<LetterheadField, 'logo'>, kind: 'line' | 'lines', value: string, hint: string | null) => ({
    ...{ kind, id: field, name: field, value, hint, required: false, max: kind === 'line' ? most[field] : null },
    ...{ label: t(`letterhead.${field}`), error: errorOf(field), draft: null },
  });
  return {
    inputs: [
      input('name', 'line', name, null),
      input('address', 'lines', address, t('letterhead.addressHint', { count: addressLines })),
      input('footer', 'line', footer, t('letterhead.footerHint')),
    ],
    logo: { id: 'logo', hint: t('letterhead.logoHint', { size }), error: errorOf('logo') },
  };
}
