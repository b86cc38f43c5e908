import type { FastifyRequest } from 'fastify';
import { isTimeZone } from '../rendering/formats';
import { isLanguage, languageOf, type Language } from '../rendering/languages';
import { cookieOf } from './cookies';

export const themes = ['system', 'light', 'dark'] as const;
export const densities = ['comfortable', 'compact'] as const;

/** How somebody wants to see the pages, on this device. */
export interface Viewer {
  readonly language: Language;
  readonly timeZone: string;
  readonly theme: (typeof themes)[number];
  readonly density: (typeof densities)[number];
  /** Whether single keys do something. */
  readonly keys: boolean;
}

export const lookCookie = 'docket-look';
/** Written by the page's own script, which alone knows the browser's zone. */
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

/** Set by a script, and so without the prefix of ours. */
function plainCookie(request: FastifyRequest, name: string): string | null {
  return new RegExp(`(?:^|; ?)${name}=([\\w/+-]{1,60})(?:;|$)`).exec(request.headers.cookie ?? '')?.[1] ?? null;
}
