// The composer: preview, quotes and templates. Also adds rows to forms, and finds tickets while the user types.
const partOf = async (address, body) => {
  const answer = await fetch(address, { ...(body && { method: 'POST', body }), headers: { 'HX-Request': 'true' } }).catch(
    () => null,
  );
  return answer?.ok ? answer.text() : null;
};
function write(text) {
  const field = find('#reply');
  const before = field.value.slice(0, field.selectionStart);
  field.setRangeText(`${before && !before.endsWith('\n') ? '\n' : ''}${text}`, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new CustomEvent('input', { bubbles: true }));
  field.focus();
}
async function preview(button) {
  const form = button.form;
  const [field, pane] = [find('textarea', form), find('[data-preview-pane]', form)];
  const shows = pane.hidden;
  if (shows) {
    const body = new FormData();
    for (const name of ['form-token', 'body']) body.append(name, form.elements[name].value);
    const html = await partOf(button.formAction, body);
    if (html === null) return;
    pane.innerHTML = html;
  }
  pane.hidden = !shows;
  field.hidden = shows;
  button.setAttribute('aria-pressed', String(shows));
}
const acts = {
  '[data-preview]': preview,
  '[data-quote]': (link) => {
    const said = find('.prose', link.closest('.msg'))?.innerText ?? '';
    write(`${said.trim().replace(/^/gm, '> ')}\n\n`);
  },
  '[data-template]': async (link) => {
    const text = await partOf(link.dataset.template);
    if (text === null) location.assign(link.href);
    else write(Object.assign(document.createElement('textarea'), { innerHTML: text }).value.trimEnd());
  },
  '[data-another]': (button) => {
    const rows = all('[data-row]', button.form).filter(({ dataset }) => dataset.row === button.value);
    const row = rows.at(-1).cloneNode(true);
    const moved = (text) => text.replace(/(^\w+[.-])\d+/, `$1${rows.length}`);
    find('legend', row).textContent = rows.length + 1;
    for (const field of all('[name], [for]', row))
      for (const name of ['name', 'id', 'for'])
        if (field.hasAttribute(name)) field.setAttribute(name, moved(field.getAttribute(name)));
    for (const field of all('input:not([type=checkbox], [type=radio]), textarea, select', row)) field.value = '';
    for (const field of all(':checked', row)) field.checked = false;
    rows.at(-1).after(row);
    find('input, select, textarea', row)?.focus();
  },
  '[data-yes]': (button) => {
    const form = button.form;
    button.closest('[data-confirm]').remove();
    find('textarea', form)?.focus();
  },
};
document.addEventListener('click', (event) => {
  const [wanted, act] = Object.entries(acts).find(([query]) => event.target.closest(query)) ?? [];
  if (!wanted || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const pressed = event.target.closest(wanted);
  pressed.closest('details.menu')?.removeAttribute('open');
  void act(pressed);
});
// The shortcut for a staff note selects the audience and focuses the text.
document.addEventListener('click', ({ target, detail }) => {
  if (detail === 0 && target.matches('[data-key="n"]')) find('#reply')?.focus();
});

let typing;
document.addEventListener('input', ({ target }) => {
  if (!target.matches('[data-seek]')) return;
  clearTimeout(typing);
  typing = setTimeout(async () => {
    const list = find('[data-sought]', target.closest('fieldset'));
    const chosen = all(':checked', list).map(({ value }) => `&chosen=${encodeURIComponent(value)}`);
    const html = await partOf(`${target.dataset.seek}&q=${encodeURIComponent(target.value)}${chosen.join('')}`);
    if (html !== null) list.innerHTML = html;
  }, 150);
});

// After sending, scroll to the new message.
if (find('#toast[data-draft-done*=":reply:"]')) find('#composer')?.scrollIntoView({ block: 'end' });
