import MarkdownIt from 'markdown-it';

/** Tickets that a text names and its reader may see, by number; others stay plain text, whether or not they exist. */
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

/** HTML of what somebody typed. Nothing in it is HTML of theirs, and no link leads anywhere but to the web, a mailbox or a phone. */
export function renderMarkdown(text: string, refs: TicketRefs): string {
  return markdown.render(text, { refs });
}

/** Numbers of tickets in texts, each once. */
export function ticketNumbersIn(texts: readonly (string | null)[]): readonly string[] {
  const found = new Set(texts.flatMap((text) => text?.match(numberPattern) ?? []));
  return [...found].slice(0, mostRefs);
}

/**
 * What people type in a desk is mostly plain: lines stay lines, `C:\temp` keeps its backslash, `&amp;` its letters, and a line above dashes
 * is no heading. Pictures are attachments, so that opening a ticket asks no other server for anything.
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

/** A heading of a message stands below those of the page. Alignment is a class, because the content policy forbids style attributes. */
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

/** A text with its ticket numbers as links. */
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
