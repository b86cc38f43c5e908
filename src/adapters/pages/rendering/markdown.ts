import MarkdownIt from 'markdown-it';

/** Titles of mentioned tickets that the reader may see, by number. Other numbers stay plain text, whether or not they exist. */
export type TicketRefs = { readonly [number: string]: { readonly title: string } | undefined };

type Token = MarkdownIt.Token;

const allowedLinks = /^(?:https?:\/\/|mailto:|tel:)/i;
const numberPattern = /\b(?:CT|PT|DT|AT|ST)-\d{4,12}\b/g;

/** Maximum number of tickets that one page looks up. */
const mostRefs = 40;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
  '`': '&#x60;',
  '=': '&#x3D;',
};
const escaped = (text: string): string => text.replace(/[&<>"'`=]/g, (character) => escapes[character] ?? character);

const markdown = newMarkdown();

/** Renders user text as HTML. Embedded HTML is escaped, and links lead only to web, mail and phone addresses. */
export function renderMarkdown(text: string, refs: TicketRefs): string {
  return markdown.render(text, { refs });
}

/** Ticket numbers in texts, without duplicates. */
export function ticketNumbersIn(texts: readonly (string | null)[]): readonly string[] {
  const found = new Set(texts.flatMap((text) => text?.match(numberPattern) ?? []));
  return [...found].slice(0, mostRefs);
}

/**
 * Users mostly write plain text: keeps line breaks, backslashes as in `C:\temp` and entities, and has no underlined headings. No images, so
 * opening a ticket sends no request to other servers.
 */
function newMarkdown(): MarkdownIt.MarkdownIt {
  const made = new MarkdownIt({ html: false, breaks: true, linkify: true, maxNesting: 20 });
  made.disable(['image', 'entity', 'escape', 'reference', 'lheading']);
  made.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
  made.validateLink = (url) => allowedLinks.test(url.trim());
  made.core.ruler.push('links', ({ tokens, env }) => {
    const { refs } = env as { readonly refs: TicketRefs };
    for (const token of tokens) {
      plainBlock(token);
      token.children = token.children?.flatMap(linkedIn(refs)) ?? null;
    }
  });
  made.renderer.rules.text = (tokens, at) => escaped(tokens[at]?.content ?? '');
  made.renderer.rules.code_inline = (tokens, at) => `<code>${escaped(tokens[at]?.content ?? '')}</code>`;
  made.renderer.rules.code_block = made.renderer.rules.fence = (tokens, at) =>
    `<pre><code>${escaped(tokens[at]?.content ?? '')}</code></pre>\n`;
  return made;
}

/** Moves headings below those of the page. Alignment is a class, because the content security policy forbids style attributes. */
function plainBlock(token: Token): void {
  if (token.type === 'heading_open' || token.type === 'heading_close') token.tag = 'h3';
  const style = token.attrGet('style');
  if (style === null) return;
  token.attrs = (token.attrs ?? []).filter(([name]) => name !== 'style');
  token.attrJoin('class', style === 'text-align:right' ? 'end' : 'start');
}

function linkedIn(refs: TicketRefs): (token: Token) => readonly Token[] {
  let depth = 0;
  return (token) => {
    depth += token.type === 'link_open' ? 1 : token.type === 'link_close' ? -1 : 0;
    if (token.type === 'link_open') {
      token.attrSet('rel', 'noopener noreferrer nofollow ugc');
      token.attrSet('target', '_blank');
    }
    return token.type === 'text' && depth === 0 ? withRefs(token, refs) : [token];
  };
}

/** Replaces ticket numbers in text by links. */
function withRefs(token: Token, refs: TicketRefs): readonly Token[] {
  const numbers = (token.content.match(numberPattern) ?? []).filter((number) => refs[number] !== undefined);
  if (numbers.length === 0) return [token];
  const like = (change: Partial<Token>): Token =>
    Object.assign(Object.create(Object.getPrototypeOf(token) as object) as Token, token, change);
  const made: Token[] = [];
  let rest = token.content;
  for (const number of numbers) {
    const at = rest.indexOf(number);
    const attrs: [string, string][] = [
      ['href', `/tickets/${number}`],
      ['class', 'ref'],
      ['title', refs[number]?.title ?? ''],
    ];
    made.push(
      like({ content: rest.slice(0, at) }),
      like({ type: 'link_open', tag: 'a', nesting: 1, content: '', attrs }),
      like({ content: number }),
      like({ type: 'link_close', tag: 'a', nesting: -1, content: '', attrs: null }),
    );
    rest = rest.slice(at + number.length);
  }
  return [...made, like({ content: rest })];
}
