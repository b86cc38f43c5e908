import icons from './icons.json';

/** Icons of @tabler/icons 3.52 (MIT, © Paweł Kuna), copied because the package has 53 MB. */
const paths: Readonly<Record<string, string>> = icons;

/** @throws {Error} for an unknown icon */
export function icon(name: string): string {
  const drawing = paths[name];
  if (drawing === undefined) throw new Error(`There is no icon ${name}.`);
  return `<svg class="i" viewBox="0 0 24 24" aria-hidden="true">${drawing}</svg>`;
}

const ring = '<circle cx="7" cy="7" r="5.75" fill="none" stroke="currentColor" stroke-width="1.5"/>';
const disc = '<circle cx="7" cy="7" r="6.5" fill="currentColor"/>';
const onDisc = (d: string): string =>
  `${disc}<path d="${d}" fill="none" stroke="var(--glyph-mark)" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/>`;
const line = (d: string): string =>
  `<path d="${d}" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/>`;

/** A distinct shape per status, because not everybody can tell ten colours apart. */
const shapes = {
  created: '<circle cx="7" cy="7" r="5.75" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2.3 2.2"/>',
  qualifying: `${ring}<path d="M7 7V3.2A3.8 3.8 0 0 1 10.8 7Z" fill="currentColor"/>`,
  dispatching: `${ring}${line('M4.6 7h4.6M7.6 5.2 9.4 7 7.6 8.8')}`,
  assigned: `${ring}<circle cx="7" cy="7" r="2.2" fill="currentColor"/>`,
  progress: `${ring}<path d="M7 3.2a3.8 3.8 0 1 1-3.8 3.8H7Z" fill="currentColor"/>`,
  customer:
    '<path d="M2.5 2h9A1.5 1.5 0 0 1 13 3.5v5A1.5 1.5 0 0 1 11.5 10H7.200L4.5 12.600V10h-2A1.5 1.5 0 0 1 1 8.500v-5A1.5 1.5 0 0 1 2.5 2Z" fill="currentColor"/>',
  thirdparty: '<path d="M3 1.500h8v2.300L8.2 7 11 10.200v2.300H3v-2.300L5.8 7 3 3.800Z" fill="currentColor"/>',
  checking: `${ring}${line('M4.6 7.1 6.3 8.8 9.5 5.4')}`,
  resolved: onDisc('M4.3 7.2 6.2 9.1 9.8 5.1'),
  rejected: onDisc('M4.9 4.9 9.1 9.100M9.1 4.9 4.9 9.1'),
  duplicate:
    '<path d="M1.5 3.500h7v9h-7Z" fill="currentColor"/><path d="M5 1.500h7.500V10.500H10V2.800H5Z" fill="currentColor"/>',
} as const;

export type Glyph = keyof typeof shapes;

export function glyph(name: Glyph): string {
  return `<svg class="glyph" viewBox="0 0 14 14" aria-hidden="true">${shapes[name]}</svg>`;
}
