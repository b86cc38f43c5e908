// Selects a record created in a dialog in the form behind it, and closes the dialog.
function take(told) {
  const value = document.forms.length && find(`form:not(#dialog form) [name="${told.dataset.chosen}"]`);
  if (!value) return;
  const text = find(`[name="${told.dataset.chosen}~text"]`);
  value.value = told.dataset.value;
  if (text) text.value = told.dataset.text;
  value.dispatchEvent(new CustomEvent('change', { bubbles: true }));
  find('#dialog').close();
  if (text) find('.found-told', text.closest('[data-find]')).textContent = '';
  text?.focus();
}
whenDrawn(() => all('#dialog [data-chosen]').forEach(take));
// Passes values of the form to a dialog that it opens.
document.addEventListener(
  'click',
  ({ target }) => {
    const link = target.closest?.('a[data-with]');
    const field = link && find(`[name="${link.dataset.with}"]`);
    if (!field) return;
    const address = new URL(link.href);
    if (field.value) address.searchParams.set(link.dataset.as, field.value);
    else address.searchParams.delete(link.dataset.as);
    link.href = address.href;
  },
  true,
);
// Selects the whole link for copying.
document.addEventListener('focusin', ({ target }) => target.matches?.('[data-copy]') && target.select());
all('[data-copies]').forEach((button) => {
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(find(button.dataset.copies).value);
    button.textContent = button.dataset.done;
  });
});
