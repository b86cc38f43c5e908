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
whenDrawn(restoreDrafts);
document.addEventListener('input', (event) => {
  if (event.target.form) event.target.form.dataset.dirty = '1';
  const key = draftKey(event.target);
  if (key) localStorage.setItem(key, event.target.value);
});
document.addEventListener('submit', (event) => {
  if (event.target.getAttribute('action') === '/sign-out') forget('');
});
