import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Face } from '../../../src/adapters/pages/rendering/face';
import { filesUnder } from '../../../src/adapters/pages/rendering/files';
import { formatsFor } from '../../../src/adapters/pages/rendering/formats';
import { hueOf, initialsOf } from '../../../src/adapters/pages/rendering/helpers';
import { icon } from '../../../src/adapters/pages/rendering/icons';
import { languageOf } from '../../../src/adapters/pages/rendering/languages';
import { site } from '../../../src/adapters/pages/rendering/site';
import { codingFor, encoded } from '../../../src/adapters/pages/rendering/static-assets';

const folder = join(__dirname, '../../../src/adapters/pages');
const templates = filesUnder(folder)
  .filter((path) => path.endsWith('.hbs'))
  .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
const now = '2026-11-30T12:00:00.000Z';

export const face: Face = {
  t: site().words.in('en'),
  formats: formatsFor('en', 'UTC', now),
  asset: (name) => site().assets.url(name),
  formToken: 'token',
  freshKey: () => 'key',
};

describe('templates', () => {
  it('escape all values', () => {
    const view = {
      name: 'x',
      label: '<b>',
      value: '"><script>alert(1)</script>',
      error: "'&",
      type: 'text',
      complete: 'off',
      hint: '',
    };
    const html = site().templates.render('parts/input', view, face);
    expect(html).not.toContain('<script>');
    expect(html).toContain('&quot;&gt;&lt;script&gt;');
  });

  it('throw for missing and inherited values', () => {
    expect(() => site().templates.render('parts/input', { name: 'x' }, face)).toThrow(/not defined/);
    const inherited = Object.create({ name: 'x' }) as Record<string, unknown>;
    expect(() => site().templates.render('parts/input', inherited, face)).toThrow();
  });

  it.each(templates)('$path: leaves nothing unescaped but the body of a layout', ({ path, text }) => {
    const raw = text.match(/\{\{\{[^}]*\}\}\}|\{\{&/g) ?? [];
    expect(raw).toEqual(path.startsWith('layout/') && raw.length > 0 ? ['{{{body}}}'] : []);
  });

  it.each(templates)('$path: has nothing that the content security policy forbids, and no htmx expression', ({ text }) => {
    expect(text).not.toMatch(/\sstyle=|<style|\son\w+=|javascript:|<script(?![^>]*\ssrc=)/i);
    expect(text).not.toMatch(/hx-on|hx-vals|hx-live|hx-trigger="[^"]*\[|js:/);
  });

  it.each(templates.filter(({ text }) => /method="post"/.test(text)))('$path: every form carries its token', ({ text }) => {
    const forms = [...text.matchAll(/<form[^>]*method="post"[^]*?<\/form>/g)].map(([form]) => form);
    expect(forms.filter((form) => !/\{\{> (parts\/token|tickets\/form-start)/.test(form))).toEqual([]);
  });
});

describe('assets', () => {
  it('keep the first page below 110 kB: styles, scripts and the one font it preloads', () => {
    const sizes = ['app.css', 'app.js', 'htmx.js', 'inter-latin.woff2'].map((name) => {
      const asset = site().assets.find(site().assets.url(name).slice('/assets/'.length));
      return asset === null ? Infinity : encoded(asset, asset.packed ? null : 'br').length;
    });
    const [css = 0, app = 0, htmx = 0, font = 0] = sizes;
    expect(css).toBeLessThan(14_000);
    expect(app + htmx).toBeLessThan(24_000);
    // What is left is for the page itself.
    expect(css + app + htmx + font).toBeLessThan(110_000 - 18_000);
  });

  it('have URLs that change with their content, including fonts in styles', () => {
    const css = site().assets.all.find(({ name }) => name === 'app.css');
    expect(css?.path).toMatch(/^\/assets\/app\.[0-9a-f]{12}\.css$/);
    expect(String(css?.body)).not.toMatch(/url\('inter/);
    expect(String(css?.body)).toMatch(/url\('\/assets\/inter-latin\.[0-9a-f]{12}\.woff2'\)/);
  });

  it('are sent in the best encoding that the client accepts', () => {
    expect([codingFor('gzip, deflate, br'), codingFor('gzip;q=1'), codingFor('identity'), codingFor(undefined)]).toEqual([
      'br',
      'gzip',
      null,
      null,
    ]);
    const script = site().assets.all.find(({ name }) => name === 'app.js');
    expect(script === undefined ? '' : encoded(script, 'br')).toEqual(brotliCompressSync(script?.body ?? Buffer.alloc(0)));
  });
});

describe('dates and numbers', () => {
  it("are formatted in the reader's language and time zone", () => {
    const formats = (['en', 'fi', 'tr', 'de'] as const).map((language) => formatsFor(language, 'Europe/Helsinki', now));
    expect(formats.map(({ number }) => number(1204.5))).toEqual(['1,204.5', '1\u00a0204,5', '1.204,5', '1.204,5']);
    expect(formats.map(({ moment }) => moment('2026-11-27T06:12:00.000Z'))).toEqual([
      '27 Nov, 08:12',
      '27.11. klo 08.12',
      '27 Kas 08:12',
      '27. Nov., 08:12',
    ]);
    expect(formats[0]?.moment('2025-11-27T06:12:00.000Z')).toBe('27 Nov 2025, 08:12');
    expect(formats[0]?.exact('2026-11-27T06:12:09.000Z')).toBe('27 Nov 2026, 08:12:09');
    expect(formats[0]?.local('2026-11-27T06:12:00.000Z')).toBe('2026-11-27T08:12');
  });

  it('are relative within a day, then absolute', () => {
    const { ago } = formatsFor('en', 'UTC', now);
    expect(ago('2026-11-30T11:59:50.000Z')).toBe('10 sec ago');
    expect([ago('2026-11-30T11:37:10.000Z'), ago('2026-11-30T09:00:00.000Z'), ago('2026-11-28T09:00:00.000Z')]).toEqual([
      '22 min ago',
      '3 hr ago',
      '28 Nov, 09:00',
    ]);
  });

  it('include file sizes', () => {
    expect([1, 53, 412_000, 1_234_567].map(formatsFor('en', 'UTC', now).bytes)).toEqual([
      '1 byte',
      '53 bytes',
      '412 kB',
      '1.2 MB',
    ]);
    expect(
      (['fi', 'tr', 'de'] as const).map((language) => formatsFor(language, 'UTC', now).bytes(53).replace(/\s/u, ' ')),
    ).toEqual([...['53 tavua', '53 bayt', '53 Byte']]);
  });
});

describe('a file that is not uploaded', () => {
  it('says the limit, which the browser knows before it sends, and what to do', () => {
    const html = site().templates.render('conversation/upload-item', {}, face);
    expect(html).toContain('data-most="26214400"');
    expect(html).toMatch(/data-when="large" hidden>Larger than 25 MB\. Remove it/);
    expect(html).toMatch(/data-held data-when="held" hidden>Nothing is sent yet: upload this file again or remove it first\./);
  });
});

describe('forms that post', () => {
  it('are sent by one script: the form of every command once, with its text kept, and none by htmx', () => {
    const folder = join(__dirname, '../../../src/adapters/pages');
    const templates = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.hbs'));
    const texts = new Map(templates.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
    expect([...texts].filter(([, text]) => text.includes('hx-post')).map(([file]) => file)).toEqual([]);
    expect(texts.get('forms/command-form.hbs')).toMatch(/^<form method="post"[^]*? data-send>/);
    const silent = [...texts].filter(([, text]) => /forms\/inputs|data-draft="/.test(text) && !text.includes('live/draft-note'));
    expect(silent.map(([file]) => file)).toEqual(['conversation/found-fault.hbs', 'forms/input.hbs', 'opening/contact.hbs']);
    expect([...texts.keys()].filter((file) => file.endsWith('command-form.hbs'))).toEqual(['forms/command-form.hbs']);
  });
});

describe('rendering helpers', () => {
  it("the language is the browser's preferred one among the supported", () => {
    expect(languageOf('sv-FI,sv;q=0.9,fi;q=0.8,en;q=0.7')).toBe('fi');
    expect(languageOf('de;q=0.1, tr')).toBe('tr');
    expect([languageOf(undefined), languageOf('xx'), languageOf('fi;q=0')]).toEqual(['en', 'en', 'en']);
  });

  it('initials are the first letters of the first and the last word, a name has the same colour everywhere', () => {
    expect([initialsOf('Tomáš Dvořák'), initialsOf('Administrator'), initialsOf(''), initialsOf('Émile de la Tour')]).toEqual([
      'TD',
      'A',
      '?',
      'ÉT',
    ]);
    expect(hueOf('Tomáš Dvořák')).toBe(hueOf('Tomáš Dvořák'));
  });

  it('an unknown icon throws', () => {
    expect(() => icon('nothing-of-this-name')).toThrow('There is no icon');
  });
});
