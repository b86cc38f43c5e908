// Replay: the slider and its buttons show the ticket as of a fact without a page load. Without scripts they are links and a form.
const replay = find('[data-replay]');
const slider = replay && find('input[type=range]', replay);
let asking = null;
async function drawThen() {
  asking?.abort();
  asking = new AbortController();
  const url = `${replay.getAttribute('action')}?${new URLSearchParams(new FormData(replay))}`;
  const answer = await fetch(url, { signal: asking.signal, headers: { accept: 'text/html' } }).catch(() => null);
  if (!answer?.ok) return answer && location.assign(url);
  const drawn = new DOMParser().parseFromString(await answer.text(), 'text/html');
  find('#then').replaceChildren(...find('#then', drawn).childNodes);
  history.replaceState(null, '', url);
  tellDrawn(find('#then'));
}
let pause;
slider?.addEventListener('input', () => {
  find('[data-at]', replay).textContent = slider.value;
  clearTimeout(pause);
  pause = setTimeout(() => void drawThen(), 120);
});
replay?.addEventListener('click', (event) => {
  const step = event.target.closest('[data-step]');
  if (!step || !isPlainClick(event)) return;
  event.preventDefault();
  if (step.dataset.step === '1') slider.stepUp();
  else slider.stepDown();
  slider.dispatchEvent(new CustomEvent('input'));
});
function isPlainClick(event) {
  return !event.ctrlKey && !event.metaKey && !event.shiftKey;
}
