/** Thirty texts that would run, load or lead away where a page took them for markup. Each fits into a line of 100 characters. */
export const hostileTexts: readonly string[] = [
  '<script>hit(1)</script>',
  '<img src=x onerror=hit(2)>',
  '<svg onload=hit(3)>',
  '"><script>hit(4)</script>',
  `'><img src=x onerror=hit(5)>`,
  '</textarea><script>hit(6)</script>',
  '</title><script>hit(7)</script>',
  '<iframe srcdoc="<script>parent.hit(8)</script>"></iframe>',
  '<a href="javascript:hit(9)">click</a>',
  '[click](javascript:hit(10))',
  '[click](JaVaScRiPt&colon;hit(11))',
  '![x](https://evil.example/12.png)',
  '<javascript:hit(13)>',
  '[click](data:text/html;base64,PHNjcmlwdD4=)',
  '[x]: javascript:hit(15) "y"',
  '" autofocus onfocus=hit(16) x="',
  `' onmouseover='hit(17)`,
  '<details open ontoggle=hit(18)>',
  '<body onpageshow=hit(19)>',
  '<style>@import"https://evil.example/20.css";</style>',
  '<link rel=stylesheet href=https://evil.example/21.css>',
  '<meta http-equiv=refresh content="0;url=https://evil.example/22">',
  '<base href="https://evil.example/23/">',
  '<form action="https://evil.example/24"><button>x</button></form>',
  '<math><mtext><option><mglyph><svg><mtext><style><img src=x onerror=hit(25)>',
  '{{constructor.constructor("hit(26)")()}}',
  '${hit(27)}<%= hit(27) %>#{hit(27)}',
  '&lt;script&gt;hit(28)&lt;/script&gt;',
  '<div hx-get="/account" hx-trigger="load" hx-on:load="hit(29)">',
  '<p style="position:fixed;inset:0;background:url(https://evil.example/30)">',
];

/** What a document holds that none of ours ever does. Evaluated in the browser. */
export const strangersIn = `(() => {
  const all = [...document.querySelectorAll('*')];
  const told = (one) => one.outerHTML.slice(0, 120);
  const isOurs = (address) => new URL(address, location.href).origin === location.origin;
  return [
    ...all.filter((one) => [...one.attributes].some(({ name }) => /^(on|hx-on|style$|srcdoc$)/.test(name))),
    ...document.querySelectorAll('iframe, object, embed, base, math, style, [http-equiv=refresh]'),
    ...all.filter((one) => /^(javascript|data|vbscript):/i.test((one.getAttribute('href') ?? one.getAttribute('action') ?? '').trim())),
    ...[...document.querySelectorAll('[src]')].filter((one) => !isOurs(one.src)),
    ...[...document.forms].filter((one) => !isOurs(one.getAttribute('action') ?? '')),
    ...[...document.querySelectorAll('link')].filter((one) => !isOurs(one.href)),
    ...[...document.querySelectorAll('main script, header script, nav script')],
  ].map(told).concat(window.hits ?? []);
})()`;
