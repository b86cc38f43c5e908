// Exports that are being written: the list asks for itself until each has ended. Without scripts there is a link to do so.
const everyMs = 1_500;
const region = 'region-exports';

async function ask() {
  const headers = { 'HX-Request': 'true', 'Docket-Regions': '1' };
  const answer = await fetch(location.href, { headers }).catch(() => null);
  if (answer?.ok !== true || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const [shown, fresh] = [document.getElementById(region), page.getElementById(region)];
  if (!shown || !fresh) return;
  shown.replaceWith(fresh);
  tellDrawn(fresh);
}

whenDrawn((root) => {
  const list = find('[data-waiting]', root.parentElement ?? root);
  if (list) setTimeout(ask, everyMs);
});
