/** A browser without scripts: keeps cookies, submits forms and follows redirects. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** Headers sent with every request. */
  headers: Readonly<Record<string, string>> = { accept: 'text/html,application/xhtml+xml' };
  private page: Shown = { status: 0, path: '/', html: '', headers: new Headers() };

  constructor(private readonly base: string) {}

  get shown(): Shown {
    return this.page;
  }

  async open(path: string): Promise<Shown> {
    return this.go('GET', path);
  }

  async signIn(email: string, password: string): Promise<Shown> {
    await this.open('/sign-in');
    return this.send('/sign-in', { email, password });
  }

  /** Submits the form to `action` on the current page, with its hidden fields and these values. */
  async send(action: string, values: Readonly<Record<string, string>> = {}): Promise<Shown> {
    return this.post(action, [...hiddenFields(this.page.html, action), ...Object.entries(values)]);
  }

  async post(path: string, fields: readonly (readonly [string, string])[]): Promise<Shown> {
    const body = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value]));
    return this.go('POST', path, body);
  }

  async request(method: string, path: string, body?: URLSearchParams | FormData): Promise<Response> {
    const headers = { ...this.headers, ...(this.cookies.size > 0 && { cookie: this.cookieHeader() }) };
    const init = { method, headers, redirect: 'manual' as const, ...(body !== undefined && { body }) };
    const response = await fetch(`${this.base}${path}`, init);
    for (const line of response.headers.getSetCookie()) this.keep(line);
    return response;
  }

  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private async go(method: string, path: string, body?: URLSearchParams | FormData): Promise<Shown> {
    const response = await this.request(method, path, body);
    const to = response.headers.get('location');
    if (response.status === 303 && to !== null) return this.go('GET', to);
    this.page = { status: response.status, path, html: await response.text(), headers: response.headers };
    return this.page;
  }

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    if (attributes.includes('Max-Age=0')) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

export interface Shown {
  readonly status: number;
  readonly path: string;
  readonly html: string;
  readonly headers: Headers;
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#x27': "'",
  '#x3D': '=',
  '#x60': '`',
};

export function unescaped(html: string): string {
  return html.replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole);
}

/** The text of a page, without markup. */
export function textOf(html: string): string {
  return unescaped(html.replace(/<(script|style)[^]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ');
}

/** What a form of a page sends besides what is typed. */
export function hiddenFields(html: string, action: string): readonly (readonly [string, string])[] {
  const forms = [...html.matchAll(/<form\b([^>]*)>([^]*?)<\/form>/g)];
  const form = forms.find(
    ([, attributes = '']) =>
      unescaped(/\baction="([^"]*)"/.exec(attributes)?.[1] ?? action) === action && /method="post"/.test(attributes),
  );
  if (form === undefined) throw new Error(`The page has no form to ${action}: ${textOf(html).slice(0, 400)}`);
  return [...(form[2] ?? '').matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)].map(([input]) => {
    const attribute = (name: string): string => unescaped(new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1] ?? '');
    return [attribute('name'), attribute('value')] as const;
  });
}
