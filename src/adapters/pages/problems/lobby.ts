import type { IncomingMessage } from 'node:http';
import type { Lobby, LobbyAnswer } from '../../web/lobby.port';
import type { Face } from '../rendering/face';
import { formatsFor } from '../rendering/formats';
import { languageOf } from '../rendering/languages';
import { policy } from '../rendering/page-drawer';
import { site } from '../rendering/site';

const againSeconds = 2;

/** Page during start-up, when there is no session and no store. Uses the browser's language and reloads itself. */
export const lobby: Lobby = {
  answer({ url = '/', headers }: IncomingMessage): LobbyAnswer | null {
    if (url.startsWith('/assets/')) return assetAt(url);
    const isPage = !/^\/(v1|health)(\/|$)/.test(url) && /\btext\/html\b/.test(headers.accept ?? '');
    return isPage ? waitingPage(headers['accept-language']) : null;
  },
};

function assetAt(url: string): LobbyAnswer | null {
  const asset = site().assets.find(url.slice('/assets/'.length));
  return asset === null ? null : { status: 200, headers: { 'content-type': asset.type }, body: asset.body };
}

function waitingPage(accepted: string | undefined): LobbyAnswer {
  const language = languageOf(accepted);
  const { words, templates, assets } = site();
  const t = words.in(language);
  const none = (): string => '';
  const formats = formatsFor(language, 'UTC', new Date(0).toISOString());
  const face: Face = { t, formats, asset: (name) => assets.url(name), formToken: '', freshKey: none };
  const body = templates.render('problems/waiting', {}, face);
  const frame = { title: t('problems.waiting.title'), body, language, theme: null, density: 'comfortable', keys: false };
  return {
    status: 503,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      refresh: String(againSeconds),
    },
    body: templates.render('layout/bare', frame, face),
  };
}
