// Pictures: one viewer per page, with zoom and navigation by buttons and keys.
const viewer = find('#viewer');
const picture = document.createElement('img');
find('[data-stage]', viewer ?? document)?.append(picture);
let pictures = [];
let at = 0;
let zoom = 0;
function enlarge(step) {
  zoom = step === 0 ? 0 : Math.max(0, Math.min(5, zoom + step));
  picture.classList.toggle('zoomed', zoom > 0);
  picture.style.width = '';
  if (zoom > 0) picture.style.width = `${Math.round(picture.dataset.fit * 1.5 ** zoom)}px`;
}
function show(which) {
  at = (which + pictures.length) % pictures.length;
  const link = pictures[at];
  enlarge(0);
  picture.src = link.href;
  picture.alt = find('img', link).alt;
  find('[data-name]', viewer).textContent = picture.alt;
  find('[data-place]', viewer).textContent = `${at + 1} / ${pictures.length}`;
  find('[data-save]', viewer).href = link.dataset.view;
  viewer.classList.toggle('only-one', pictures.length === 1);
}
function zoomBy(step) {
  if (zoom === 0) picture.dataset.fit = picture.getBoundingClientRect().width;
  enlarge(step);
}
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-view]');
  if (!link || !viewer || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  pictures = all('a[data-view]');
  show(pictures.indexOf(link));
  viewer.showModal();
});
viewer?.addEventListener('click', ({ target }) => {
  const step = target.closest('[data-step]');
  const change = target.closest('[data-zoom]');
  if (step) show(at + Number(step.dataset.step));
  if (change) zoomBy(Number(change.dataset.zoom));
});
picture.addEventListener('dblclick', () => zoomBy(zoom === 0 ? 2 : -zoom));
// A swipe shows the next picture, unless the user is zooming or moving a zoomed one.
let from = null;
picture.addEventListener('touchstart', ({ touches }) => (from = touches.length === 1 && zoom === 0 ? touches[0].clientX : null), {
  passive: true,
});
picture.addEventListener('touchend', ({ changedTouches: [{ clientX }] }) => {
  if (from !== null && Math.abs(clientX - from) > 40) show(at + (clientX < from ? 1 : -1));
});
const keys = {
  ArrowLeft: () => show(at - 1),
  ArrowRight: () => show(at + 1),
  '+': () => zoomBy(1),
  '-': () => zoomBy(-1),
  0: () => enlarge(0),
};
viewer?.addEventListener('keydown', (event) => {
  if (zoom > 0 && event.key.startsWith('Arrow')) return;
  const act = event.ctrlKey || event.metaKey ? null : keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
