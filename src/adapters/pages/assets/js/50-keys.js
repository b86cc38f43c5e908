// Single-key shortcuts, if enabled and outside of text fields.
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
