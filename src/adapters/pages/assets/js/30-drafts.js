// Drafts: kept in this browser per user, ticket and field, until the server accepts the form.
const { user } = document.body.dataset;
const draftKey = (field) => (user && field.dataset?.draft ? `draft:${user}:${field.dataset.draft}` : null);
const note = (form) => find('[data-draft-note]', form ?? document);
// The page must work even if the browser blocks storage.
const store = (work) => {
  try {
    return work(localStorage);
  } catch {
    return null;
  }
};
function restoreDrafts(root) {
  for (const field of all('[data-draft]', root)) {
    const kept = store((kept) => kept.getItem(draftKey(field)));
    if (!kept || field.value === kept) continue;
    field.value = kept;
    field.form.dataset.dirty = '1';
    note(field.form)?.removeAttribute('hidden');
  }
}
// The page after an accepted form names the drafts to delete. Sign-out deletes all drafts of the user.
const forget = (beginning) =>
  store((kept) => {
    for (const key of Object.keys(kept)) if (key.startsWith(`draft:${user}:${beginning}`)) kept.removeItem(key);
  });
for (const done of all('[data-draft-done]')) forget(done.dataset.draftDone);
document.addEventListener('docket:sent', ({ target }) =>
  all('[data-draft]', target).forEach((field) => store((kept) => kept.removeItem(draftKey(field)))),
);
whenDrawn(restoreDrafts);
document.addEventListener('input', ({ target }) => {
  if (target.form) target.form.dataset.dirty = '1';
  const key = draftKey(target);
  if (key) store((kept) => (target.value ? kept.setItem(key, target.value) : kept.removeItem(key)));
});
document.addEventListener('click', ({ target }) => {
  const form = target.closest('[data-draft-discard]')?.form;
  if (!form) return;
  for (const field of all('[data-draft]', form)) {
    field.value = field.defaultValue;
    store((kept) => kept.removeItem(draftKey(field)));
  }
  delete form.dataset.dirty;
  note(form).hidden = true;
  find('[data-draft]', form)?.focus();
});
document.addEventListener('submit', (event) => {
  if (event.target.getAttribute('action') === '/sign-out') forget('');
});
