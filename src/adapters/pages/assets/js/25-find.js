// Search fields. The server decides what matches and who may see it.
const quietMs = 140;
const optionsOf = (field) => all('[role=option]', listOf(field));
const listOf = (field) => document.getElementById(field.getAttribute('aria-controls'));
const isOpen = (field) => field.getAttribute('aria-expanded') === 'true';
const waiting = new WeakMap();

const told = (field) => find('.found-told', field.closest('[data-find]'));

function shut(field) {
  told(field).textContent = '';
  listOf(field).hidden = true;
  field.setAttribute('aria-expanded', 'false');
  field.removeAttribute('aria-activedescendant');
}
function mark(field, option) {
  for (const one of optionsOf(field)) one.setAttribute('aria-selected', String(one === option));
  if (!option) return field.removeAttribute('aria-activedescendant');
  field.setAttribute('aria-activedescendant', option.id);
  option.scrollIntoView({ block: 'nearest' });
}
function addressFor(field) {
  const { find: source, findWithin: within } = field.closest('[data-find]').dataset;
  const address = new URL(source, location.href);
  const organisation = within && field.form.elements[within]?.value;
  if (organisation) address.searchParams.set('organisation', organisation);
  address.searchParams.set('q', field.value);
  return address;
}
async function ask(field) {
  waiting.get(field)?.abort();
  const { signal } = waiting.set(field, new AbortController()).get(field);
  const answer = await fetch(addressFor(field), { headers: { 'HX-Request': 'true' }, signal }).catch(() => null);
  const html = answer?.ok ? await answer.text() : null;
  return signal.aborted || document.activeElement !== field ? null : html;
}
async function look(field) {
  const html = await ask(field);
  if (html === null) return;
  listOf(field).innerHTML = html;
  const options = optionsOf(field);
  options.forEach((option, at) => (option.id = `${listOf(field).id}-${at}`));
  told(field).textContent = options.length === 0 && field.value.trim() ? field.closest('[data-find]').dataset.none : '';
  listOf(field).hidden = options.length === 0;
  field.setAttribute('aria-expanded', String(options.length > 0));
}
function choose(field, option) {
  const value = find('input[type=hidden]', field.closest('[data-find]'));
  shut(field);
  if (!value) return location.assign(option.dataset.href);
  field.value = option.dataset.text;
  value.value = option.dataset.value;
  value.dispatchEvent(new CustomEvent('change', { bubbles: true }));
}
const steps = { ArrowDown: 1, ArrowUp: -1 };
function step(field, by) {
  const options = optionsOf(field);
  const at = options.findIndex((one) => one.getAttribute('aria-selected') === 'true');
  mark(field, options[(at + by + options.length + (at < 0 && by < 0 ? 1 : 0)) % options.length]);
}
const handle = {
  Enter(field) {
    const option = optionsOf(field).find((one) => one.getAttribute('aria-selected') === 'true');
    if (option) choose(field, option);
    return option !== undefined;
  },
  Escape(field) {
    shut(field);
    return true;
  },
};
const fieldOf = ({ target }) => (target.getAttribute?.('role') === 'combobox' ? target : null);

document.addEventListener('input', (event) => {
  const field = fieldOf(event);
  if (!field) return;
  const value = find('input[type=hidden]', field.closest('[data-find]'));
  if (value?.value) {
    value.value = '';
    value.dispatchEvent(new CustomEvent('change', { bubbles: true }));
  }
  clearTimeout(field.timer);
  // A single letter matches too much.
  if (field.value.trim().length === 1) return shut(field);
  field.timer = setTimeout(() => void look(field), quietMs);
});
function arrow(field, by) {
  if (isOpen(field)) step(field, by);
  else void look(field);
  return true;
}
const isTaken = (field, key) => (steps[key] ? arrow(field, steps[key]) : isOpen(field) && handle[key]?.(field));
document.addEventListener(
  'keydown',
  (event) => {
    const field = event.ctrlKey || event.metaKey || event.altKey ? null : fieldOf(event);
    if (field && isTaken(field, event.key)) event.preventDefault();
  },
  true,
);
document.addEventListener('focusout', (event) => fieldOf(event) && shut(event.target));
// Keeps the focus in the field while the pointer selects an option.
document.addEventListener('mousedown', (event) => event.target.closest('.found-list') && event.preventDefault());
document.addEventListener('click', (event) => {
  const option = event.target.closest('.found-list [role=option]');
  if (option) choose(find('[role=combobox]', option.closest('[data-find]')), option);
});
