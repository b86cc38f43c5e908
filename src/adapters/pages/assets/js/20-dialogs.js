// Dialogs: loads the response of a [data-dialog] link into the page's dialog.
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
  dialog.dataset.from = link.href;
  tellDrawn(dialog);
  openDialog();
}
const isPlain = (event) => !event.ctrlKey && !event.metaKey && !event.shiftKey;
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-dialog]');
  if (link && dialog && isPlain(event)) {
    event.preventDefault();
    void loadDialog(link);
  }
  // On a separate page the same link goes back.
  if (event.target.closest('#dialog [data-close]')) {
    event.preventDefault();
    dialog.close();
  }
  for (const menu of all('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
});
dialog?.addEventListener('close', () => opener?.focus());
// Escape must not discard input.
dialog?.addEventListener('cancel', (event) => {
  const form = find('form[data-dirty]', dialog);
  if (!form || form.dataset.asked) return;
  event.preventDefault();
  form.dataset.asked = '1';
  find('[data-discard]', form)?.removeAttribute('hidden');
});
