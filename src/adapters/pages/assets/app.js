// What the pages need beyond htmx: dialogs, drafts, keys, the browser's time zone. Everything works without it, too.
const find = (query, root = document) => root.querySelector(query);
const all = (query, root = document) => [...root.querySelectorAll(query)];

// Only the browser knows its zone. The next page is told in it.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes(`docket-zone=${zone}`))
  document.cookie = `docket-zone=${zone}; path=/; max-age=31536000; samesite=lax`;

// Dialogs: the answer of a [data-dialog] link is put into the one dialog of the page.
const dialog = find('#dialog');
let opener = null;
function openDialog() {
  if (!dialog || dialog.open) return;
  dialog.showModal();
  (find('[autofocus], [aria-invalid="true"], input:not([type=hidden]), select, textarea', dialog) ?? dialog).focus();
}
const isDialog = (answer) => answer?.ok && (answer.headers.get('content-type') ?? '').includes('html');
async function loadDialog(link) {
  opener = link;
  const answer = await fetch(link.href, { headers: { 'HX-Request': 'true' } }).catch(() => null);
  if (!isDialog(answer)) return location.assign(link.href);
  dialog.innerHTML = await answer.text();
  window.htmx?.process(dialog);
  restoreDrafts(dialog);
  openDialog();
}
const isPlain = (event) => !event.ctrlKey && !event.metaKey && !event.shiftKey;
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-dialog]');
  if (link && dialog && isPlain(event)) {
    event.preventDefault();
    void loadDialog(link);
  }
  if (event.target.closest('[data-close]')) {
    event.preventDefault();
    dialog?.close();
  }
  for (const menu of all('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
});
dialog?.addEventListener('close', () => opener?.focus());
// What was typed is not thrown away by one key.
dialog?.addEventListener('cancel', (event) => {
  const form = find('form[data-dirty]', dialog);
  if (!form || form.dataset.asked) return;
  event.preventDefault();
  form.dataset.asked = '1';
  find('[data-discard]', form)?.removeAttribute('hidden');
});

// Drafts: kept per field in this browser until the server has taken the form.
const draftKey = (field) => (field.dataset?.draft ? `draft:${field.dataset.draft}` : null);
function restoreDrafts(root) {
  for (const field of all('[data-draft]', root)) {
    const kept = localStorage.getItem(draftKey(field));
    if (!kept || field.value) continue;
    field.value = kept;
    find('[data-draft-note]', field.form)?.removeAttribute('hidden');
  }
}
// The page behind an accepted form names the drafts that are done with; signing out takes them all.
const forget = (beginning) => {
  for (const key of Object.keys(localStorage)) if (key.startsWith(`draft:${beginning}`)) localStorage.removeItem(key);
};
for (const done of all('[data-draft-done]')) forget(done.dataset.draftDone);
restoreDrafts(document);
document.addEventListener('input', (event) => {
  if (event.target.form) event.target.form.dataset.dirty = '1';
  const key = draftKey(event.target);
  if (key) localStorage.setItem(key, event.target.value);
});
document.addEventListener('submit', (event) => {
  if (event.target.getAttribute('action') === '/sign-out') forget('');
  const button = event.submitter;
  // A second press would be the same command; it is held back all the same, and let go when the page comes back.
  if (button && event.target.method === 'post') setTimeout(() => (button.disabled = true), 0);
});
window.addEventListener('pageshow', () =>
  all('button:disabled[type=submit], form[method=post] button:disabled:not([data-off])').forEach(
    (button) => (button.disabled = false),
  ),
);

// Keys: single ones where nobody types, and only where they are wanted.
let chord = '';
function withControl(event) {
  if (event.key === 'Enter') event.target.form?.requestSubmit();
  if (event.key !== 'k') return;
  event.preventDefault();
  find('#find')?.focus();
}
const isTyping = ({ target }) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
const isQuiet = () => find('dialog[open]') !== null || document.documentElement.dataset.keys === 'off';
function withKey(event) {
  const wanted = `${chord}${event.key}`;
  chord = event.key === 'g' && chord === '' ? 'g ' : '';
  const field = all('[data-focus-key]').find((one) => one.dataset.focusKey === wanted);
  const target = field ?? all('[data-key]').find((one) => one.dataset.key === wanted);
  if (!target) return;
  event.preventDefault();
  if (field) field.focus();
  else target.click();
}
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') for (const menu of all('details.menu[open]')) menu.open = false;
  if (event.ctrlKey || event.metaKey) withControl(event);
  else if (!event.altKey && !isTyping(event) && !isQuiet()) withKey(event);
});

// A toast goes by itself once it was read.
const toast = find('#toast');
if (toast?.textContent.trim()) setTimeout(() => (toast.textContent = ''), 6000);
// A dialog that could not be sent may be sent again.
document.addEventListener('htmx:finally:request', () =>
  all('dialog button:disabled').forEach((button) => (button.disabled = false)),
);
document.documentElement.dataset.js = '1';
