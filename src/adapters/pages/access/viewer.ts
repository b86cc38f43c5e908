import type { FastifyRequest } from 'fastify';
import { isTimeZone } from '../rendering/formats';
import { isLanguage, languageOf, type Language } from '../rendering/languages';
import { cookieOf } from './cookies';

export const themes = ['system', 'light', 'dark'] as const;
export const densities = ['comfortable', 'compact'] as const;

/** Display preferences of a visitor on this device. */
export interface Viewer {
  readonly language: Language;
  readonly timeZone: string;
  readonly theme: (typeof themes)[number];
  readonly density: (typeof densities)[number];
  /** Whether single-key shortcuts are on. */
  readonly keys: boolean;
}

export const lookCookie = 'docket-look';
/** Written by a script, because only the browser knows its time zone. */
const zoneCookie = 'docket-zone';

export function viewerOf(request: FastifyRequest): Viewer {
  const chosen = new URLSearchParams(cookieOf(request, lookCookie) ?? '');
  const language = chosen.get('language');
  const zones = [chosen.get('zone'), plainCookie(request, zoneCookie)];
  return {
    language: isLanguage(language) ? language : languageOf(request.headers['accept-language']),
    timeZone: zones.find((zone) => zone !== null && zone !== '' && isTimeZone(zone)) ?? 'UTC',
    theme: themes.find((theme) => theme === chosen.get('theme')) ?? 'system',
    density: densities.find((density) => density === chosen.get('density')) ?? 'comfortable',
    keys: chosen.get('keys') !== 'off',
  };
}

/** Cookies set by scripts have no prefix. */
function plainCookie(request: FastifyRequest, name: string): string | null {
  return new RegExp(`(?:^|; ?)${name}=([\\w/+-]{1,60})(?:;|$)`).exec(request.headers.cookie ?? '')?.[1] ?? null;
}
