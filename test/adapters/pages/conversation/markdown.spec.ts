import { renderMarkdown, ticketNumbersIn } from '../../../../src/adapters/pages/rendering/markdown';
import { payloads } from './xss';

const html = (text: string): string => renderMarkdown(text, {});
/** What a reader sees. */
const shown = (text: string): string => textIn(html(text));

function textIn(made: string): string {
  const entities: Readonly<Record<string, string>> = {
    ...{ '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'", '&#x60;': '`', '&#x3D;': '=', '&amp;': '&' },
  };
  return made.replace(/<[^>]*>/g, '').replace(/&[#\w]+;/g, (entity) => entities[entity] ?? entity);
}

const tag =
  /^<(?:\/?(?:p|br|strong|em|s|ul|ol|li|blockquote|pre|code|h3|hr|table|thead|tbody|tr|th|td)|\/?a|(?:ol start="\d+"|t[hd] class="(?:start|end)"|a(?: (?:href|rel|target|class|title)="[^"<>]*")+))>$/;
const goodLink = /^(?:https?:\/\/|mailto:|tel:|\/tickets\/[A-Z]{2}-\d+$)/;

/** Tags and links that the renderer never makes. */
function strangers(made: string): readonly string[] {
  const tags = made.match(/<[^>]*>?/g) ?? [];
  const links = [...made.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href);
  return [...tags.filter((one) => !tag.test(one)), ...links.filter((href) => !goodLink.test(href))];
}

describe('user text as HTML', () => {
  it.each(payloads)('contains no HTML of the user and no script link: %j', (payload) => {
    expect(strangers(html(payload))).toEqual([]);
    expect(strangers(html(`Before ${payload} after`))).toEqual([]);
    expect(strangers(html(`> - **${payload}**`))).toEqual([]);
  });

  it.each([
    '<b>bold</b>',
    '&amp; &lt;b&gt;',
    'C:\\temp\\*.log',
    '\\\\server\\share',
    '2 * 3 * 4',
    'snake_case_name',
    '[x]: https://a.example',
  ])('keeps text that only looks like markup: %s', (text) => {
    expect(shown(text).trim()).toBe(text);
  });

  it('formats emphasis, lists, quotes and code, and keeps every line', () => {
    expect(html('**bold** and *not so*\nnext line')).toBe('<p><strong>bold</strong> and <em>not so</em><br>\nnext line</p>\n');
    expect(html('- one\n- two')).toContain('<li>one</li>');
    expect(html('> said')).toContain('<blockquote>');
    expect(html('`a = b`')).toContain('<code>a &#x3D; b</code>');
    expect(html('# Big\n## Less')).toBe('<h3>Big</h3>\n<h3>Less</h3>\n');
    expect(html('Regards\n---')).not.toContain('<h3');
  });

  it('opens links in a new tab without a referrer', () => {
    const made = html('See https://docs.example/a?b=1 and [this](https://a.example).');
    expect(made.match(/<a /g)).toHaveLength(2);
    expect(made.match(/rel="noopener noreferrer nofollow ugc" target="_blank"/g)).toHaveLength(2);
    expect(html('readme.md report.pdf ann@example.org')).not.toContain('<a');
  });

  it('loads no pictures from other servers', () => {
    expect(html('![x](https://evil.example/pixel.png)')).not.toContain('<img');
  });

  it('links tickets that the reader may see, and leaves other numbers as text, whether or not they exist', () => {
    const refs = { 'CT-000391': { title: 'Switch "worn" · Resolved' } };
    const made = renderMarkdown('See CT-000391 and CT-000392, `CT-000391`, [CT-000391](https://a.example).', refs);
    expect(
      made.match(/href="\/tickets\/CT-000391" class="ref" title="Switch &quot;worn&quot; · Resolved">CT-000391<\/a>/g),
    ).toHaveLength(1);
    expect(made).toContain('CT-000392,');
    expect(textIn(made).trim()).toBe('See CT-000391 and CT-000392, CT-000391, CT-000391.');
    expect(strangers(made)).toEqual([]);
  });

  it('finds each number once, up to the limit of a page', () => {
    expect(ticketNumbersIn(['CT-000001 CT-000001', null, 'PT-000002 XY-000003 CT-1'])).toEqual(['CT-000001', 'PT-000002']);
    const many = Array.from({ length: 500 }, (_, at) => `CT-${100_000 + at}`).join(' ');
    expect(ticketNumbersIn([many])).toHaveLength(40);
  });

  it('keeps words of 40,000 letters, a thousand lines and right-to-left text', () => {
    const word = 'x'.repeat(40_000);
    expect(shown(word).trim()).toBe(word);
    const lines = Array.from({ length: 1_000 }, (_, at) => `line ${at}`).join('\n');
    expect(shown(lines).trim()).toBe(lines);
    const rtl = 'الشاشة سوداء \u202eexe.gpj';
    expect(shown(rtl).trim()).toBe(rtl);
  });

  it.each(['[', '**', '> ', '- ', '`', '![', '<', '|', '(https://', '~~', '*_'])('terminates for a long run of %j', (piece) => {
    const text = piece.repeat(20_000 / piece.length);
    expect(strangers(html(text))).toEqual([]);
  });
});
