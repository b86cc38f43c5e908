// Lists: j and k move, x selects, and a line shows the number of new tickets.
const list = () => find('[data-list]');
const picks = () => all('[data-pick]', list() ?? document);
function tellPicked() {
  const [pickAll, count] = [find('[data-pick-all]'), find('[data-count]')];
  if (!pickAll || !count) return;
  const picked = picks().filter(({ checked }) => checked).length;
  count.textContent = `${picked} ${count.dataset.word}`;
  pickAll.hidden = false;
  pickAll.checked = picked > 0 && picked === picks().length;
  pickAll.indeterminate = picked > 0 && !pickAll.checked;
}
document.addEventListener('change', ({ target }) => {
  if (target.matches('[data-pick-all]')) for (const pick of picks()) pick.checked = target.checked;
  if (target.matches('[data-pick], [data-pick-all]')) tellPicked();
});
whenDrawn(tellPicked);
// Going back, the browser restores the selection without events.
window.addEventListener('pageshow', tellPicked);

const rowHere = () => document.activeElement?.closest('.list tbody tr') ?? null;
function move(step) {
  const links = all('td.t a', list());
  const at = links.findIndex((link) => rowHere()?.contains(link));
  links[Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
}
const keys = { j: () => move(1), k: () => move(-1), x: () => rowHere() && find('[data-pick]', rowHere())?.click() };
const isBusy = ({ ctrlKey, metaKey, altKey, target }) =>
  ctrlKey || metaKey || altKey || (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !target.matches('[data-pick]'));
document.addEventListener('keydown', (event) => {
  const act = list() && keys[event.key];
  if (!act || isBusy(event) || find('dialog[open]') || document.documentElement.dataset.keys === 'off') return;
  event.preventDefault();
  act();
});

// Requests only a number, and only while the tab is visible.
async function lookForNews() {
  const slot = find('[data-news]');
  if (!slot || document.hidden) return;
  const url = new URL(slot.dataset.news, location.href);
  url.searchParams.set('since', slot.dataset.since);
  const answer = await fetch(url, { headers: { 'HX-Request': 'true' } }).catch(() => null);
  const news = answer?.ok ? (await answer.text()).trim() : '';
  if (news && news !== slot.dataset.told) slot.innerHTML = news;
  slot.dataset.told = news;
}
// Triggered by the live connection. A hidden tab checks when it becomes visible.
for (const when of ['docket:list', 'visibilitychange']) document.addEventListener(when, lookForNews);
