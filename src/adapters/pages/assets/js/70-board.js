// The dispatch board: selecting a ticket reloads only the people's side, and dropping it on a person presses their button.
const board = find('[data-board]');
const people = find('#people');
const isWide = window.matchMedia('(min-width: 901px)');
async function choose(link) {
  const answer = await fetch(link.href, { headers: { 'HX-Request': 'true' } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return location.assign(link.href);
  people.innerHTML = await answer.text();
  tellDrawn(people);
  for (const one of all('a.tk', board)) one.removeAttribute('aria-current');
  link.setAttribute('aria-current', 'true');
  history.replaceState(null, '', link.href.split('#')[0]);
}
board?.addEventListener('click', (event) => {
  const link = event.target.closest('a.tk');
  if (!link || !isWide.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  // After selection by keyboard, the focus moves to the people.
  void choose(link).then(() => event.detail === 0 && people.focus());
});
let chosen = null;
const personAt = (event) => (chosen ? event.target.closest('[data-person]') : null);
const mark = (person) => all('.tech.over', board).forEach((one) => one !== person && one.classList.remove('over'));
board?.addEventListener('dragstart', (event) => {
  const link = event.target.closest('a.tk');
  if (!link) return;
  event.dataTransfer.effectAllowed = 'move';
  board.dataset.dragging = '';
  chosen = choose(link);
});
board?.addEventListener('dragover', (event) => {
  const person = personAt(event);
  mark(person);
  person?.classList.add('over');
  if (person) event.preventDefault();
});
board?.addEventListener('drop', async (event) => {
  const id = personAt(event)?.dataset.person;
  if (!id) return;
  event.preventDefault();
  await chosen;
  find(`[data-person="${id}"] button`, people)?.click();
});
board?.addEventListener('dragend', () => {
  delete board.dataset.dragging;
  chosen = null;
  mark(null);
});
