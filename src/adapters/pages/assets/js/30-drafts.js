// Drafts: every field that was changed is kept in this browser, per user and form, until the server accepts the form.
const { user } = document.body.dataset;
const note = (form) => find('[data-draft-note]', form);
// The page must work even if the browser blocks storage.
const store = (work) => {
  try {
    return work(localStorage);
  } catch {
    return null;
  }
};
/** A form has drafts if one of its fields names them (`form:field`) and it can say that they were restored. */
const draftsOf = (form) => {
  const named = user && form?.matches?.('form') && note(form) && find('[data-draft]', form)?.dataset.draft;
  return named ? named.slice(0, named.lastIndexOf(':') + 1) : null;
};
const isTicked = ({ type }) => type === 'radio' || type === 'checkbox';
const isFound = (field) => field.closest('[data-find]') !== null;
const neverKept = ['file', 'password', 'submit'];
const isKept = (field) =>
  field.name &&
  field.name !== 'kept' &&
  !field.disabled &&
  !neverKept.includes(field.type) &&
  (field.type !== 'hidden' || isFound(field));
const keyOf = (field) => `draft:${user}:${draftsOf(field.form)}${field.name}`;
const group = (field) => [...field.form.elements].filter((one) => one.name === field.name && isTicked(one));
const valueOf = (field) =>
  isTicked(field)
    ? group(field)
        .filter((one) => one.checked)
        .map((one) => one.value)
        .join('\n')
    : field.value;

function keep(field) {
  const value = valueOf(field);
  const isSaid = value || isTicked(field) || field.defaultValue;
  store((kept) => (isSaid ? kept.setItem(keyOf(field), value) : kept.removeItem(keyOf(field))));
}
function put(field, value) {
  if (field.type === 'radio') field.checked ||= field.value === value;
  else if (isTicked(field)) field.checked = value.split('\n').includes(field.value);
  else if (!field.options || [...field.options].some((one) => one.value === value)) {
    if (field.type === 'hidden') field.dataset.start ??= field.value;
    field.value = value;
  }
}
/** What the address of a form chooses is not overwritten by an older draft. */
const askedOf = (form) => new URL(form.closest('dialog')?.dataset.from ?? location.href).searchParams;
function restore(form) {
  const asked = askedOf(form);
  for (const field of [...form.elements].filter(isKept)) {
    const kept = asked.has(field.name) ? null : store((kept) => kept.getItem(keyOf(field)));
    const before = valueOf(field);
    if (kept !== null) put(field, kept);
    if (valueOf(field) === before) continue;
    form.dataset.dirty = '1';
    note(form).hidden = false;
    field.closest('details')?.setAttribute('open', '');
  }
}
const formsIn = (root) => [...(root.matches?.('form') ? [root] : []), ...all('form', root)].filter(draftsOf);

// The page after an accepted form names the drafts to delete. Sign-out deletes all drafts of the user.
const forget = (beginning) =>
  store((kept) => {
    for (const key of Object.keys(kept)) if (key.startsWith(`draft:${user}:${beginning}`)) kept.removeItem(key);
  });
for (const done of all('[data-draft-done]')) forget(done.dataset.draftDone);
document.addEventListener('docket:sent', ({ target }) => draftsOf(target) && forget(draftsOf(target)));
whenDrawn((root) => formsIn(root).forEach(restore));

document.addEventListener('input', ({ target }) => target.form && (target.form.dataset.dirty = '1'));
// A choice from a search changes its hidden field, too.
for (const type of ['input', 'change'])
  document.addEventListener(type, ({ target }) => {
    if (!draftsOf(target.form)) return;
    const fields = isFound(target) ? all('input', target.closest('[data-find]')) : [target];
    fields.filter(isKept).forEach(keep);
  });
document.addEventListener('click', ({ target }) => {
  const form = target.closest('[data-draft-discard]')?.form;
  if (!form) return;
  forget(draftsOf(form));
  form.reset();
  for (const field of all('[data-start]', form)) field.value = field.dataset.start;
  delete form.dataset.dirty;
  note(form).hidden = true;
  find('[data-draft]', form)?.focus();
});
document.addEventListener('submit', (event) => {
  if (event.target.getAttribute('action') === '/sign-out') forget('');
});
