// Live updates: one connection per browser signals changes without content. Each page then reloads its regions under its reader's permissions.
// A region with input or focus is never replaced.
const shown = () => find('[data-live-ticket]')?.dataset ?? {};
const listed = () => find('[data-news]') !== null;
const wanted = () => {
  const { liveTicket, liveRevision } = shown();
  return [...(liveTicket ? [`ticket=${liveTicket}.${liveRevision}`] : []), ...(listed() ? ['list=1'] : [])];
};
const quietly = (address, headers = {}) =>
  fetch(address, { headers: { 'HX-Request': 'true', ...headers } })
    .then((answer) => (answer.ok && !answer.headers.has('hx-redirect') ? answer.text() : null))
    .catch(() => null);
const parsed = (html) => new DOMParser().parseFromString(html, 'text/html');

// Regions ------------------------------------------------------------------------------------------------------------------------
const isHeld = (region) =>
  region.contains(document.activeElement) || find('form[data-dirty], details[open], dialog[open]', region) !== null;
const words = (region) => {
  const copy = region.cloneNode(true);
  for (const time of all('time', copy)) time.remove();
  return copy.textContent.replace(/\s+/g, ' ');
};
function swap(region, fresh) {
  const before = region.children.length;
  const isOther = words(region) !== words(fresh);
  region.replaceWith(fresh);
  tellDrawn(fresh);
  if (!isOther) return;
  const grown = fresh.localName === 'ol' && fresh.children.length > before;
  for (const changed of grown ? [...fresh.children].slice(before) : [fresh]) changed.classList.add('fresh');
}
const held = new Map();
function offer(region, fresh) {
  if (isHeld(region)) held.set(region.id, fresh);
  else swap(region, fresh);
}
document.addEventListener('focusout', () =>
  setTimeout(() => {
    for (const [id, fresh] of [...held]) {
      const region = document.getElementById(id);
      if (region && isHeld(region)) continue;
      held.delete(id);
      if (region) swap(region, fresh);
    }
  }),
);

// Forms that are open while somebody else acts -------------------------------------------------------------------------------------
const seenBy = (form) => all('[name=seen]', form);
function show(form, html) {
  const place = find('[data-conflict]', form);
  if (html === null || !place) return;
  place.innerHTML = html;
  const now = find('[name=seen]', place)?.value;
  // An untouched form simply takes the new revision.
  if (!form.dataset.dirty && !form.closest('dialog')) place.replaceChildren();
  if (now) seenBy(form)[0].value = now;
}
async function warn(form, revision) {
  const seen = seenBy(form).at(-1).value;
  if (Number(seen) >= revision || form.closest('dialog:not([open])')) return;
  const verb = new URL(form.action).pathname.split('/').at(-1);
  show(form, await quietly(`/live/since?${new URLSearchParams({ ticket: shown().liveTicket, revision: seen, verb })}`));
}

let isAsking = false;
let isStale = false;
async function refresh() {
  isStale = true;
  if (isAsking) return;
  isAsking = true;
  while (isStale) {
    isStale = false;
    const html = await quietly(location.href, { 'Docket-Regions': '1' });
    if (html === null) break;
    const page = parsed(html);
    // Read it first: swapped regions leave this document.
    const revision = Number(find('[data-live-revision]', page)?.dataset.liveRevision ?? 0);
    for (const region of all('[data-region]')) {
      const fresh = page.getElementById(region.id);
      if (fresh) offer(region, fresh);
    }
    await Promise.all(all('form:has([name=seen])').map((form) => warn(form, revision)));
  }
  isAsking = false;
}

// Who is here ------------------------------------------------------------------------------------------------------------------------
async function meet() {
  const place = find('[data-here]');
  const html = place && (await quietly(`/live/here?ticket=${shown().liveTicket}`));
  if (place && html !== null) place.innerHTML = html;
}

const timers = new Map();
/** Debounces several messages into one call. */
function soon(name, work) {
  if (timers.has(name)) return;
  const begin = () => {
    timers.delete(name);
    work();
  };
  timers.set(name, setTimeout(begin, 120));
}
function hear(kind, { ticket } = {}) {
  const isOurs = ticket === shown().liveTicket;
  if (kind === 'changed' && isOurs) soon(kind, refresh);
  if (kind === 'list') soon(kind, () => document.dispatchEvent(new CustomEvent('docket:list')));
  if (kind === 'here' && isOurs) soon(kind, meet);
}

// The connection: of all tabs of one person the one that holds the lock has it -------------------------------------------------------------
const { user } = document.body.dataset;
const tab = `${Date.now()}-${Math.random()}`;
const channel = 'BroadcastChannel' in window ? new BroadcastChannel(`docket-live-${user}`) : null;
const canShare = channel !== null && 'locks' in navigator;
const tabs = new Map();
let source = null;
let isLeader = false;

const kinds = ['changed', 'list', 'here'];
/** Sends to every tab, including this one. */
function pass(kind, data) {
  channel?.postMessage({ kind, data });
  hear(kind, data);
}
function connect() {
  const query = [...new Set([...tabs.values()].flatMap(({ wants }) => wants))].sort().join('&');
  if (query === source?.query && source.line.readyState !== EventSource.CLOSED) return;
  source?.line.close();
  source = null;
  if (query === '') return;
  const line = new EventSource(`/live?${query}`);
  source = { query, line };
  let isFirst = true;
  line.addEventListener('open', () => {
    // The server compares tickets, but a list may have changed while the connection was down.
    if (!isFirst) pass('list', {});
    isFirst = false;
  });
  for (const kind of kinds) line.addEventListener(kind, ({ data }) => pass(kind, JSON.parse(data)));
}
const say = (kind) => channel?.postMessage({ kind, tab, wants: wanted() });
function lead() {
  isLeader = true;
  tabs.set(tab, { wants: wanted() });
  say('who');
  connect();
  // Removes crashed tabs, and retries a refused connection.
  setInterval(() => {
    for (const [id, known] of tabs) {
      if (id !== tab && known.isSilent) tabs.delete(id);
      known.isSilent = true;
    }
    say('who');
    connect();
  }, 30_000);
}
channel?.addEventListener('message', ({ data: { kind, tab: from, wants, data } }) => {
  if (kinds.includes(kind)) return hear(kind, data);
  if (kind === 'who') return say('want');
  if (!isLeader) return;
  if (kind === 'left') tabs.delete(from);
  else tabs.set(from, { wants });
  soon('connect', connect);
});
function begin() {
  if (!canShare) return lead();
  say('want');
  void navigator.locks.request(`docket-live-${user}`, () => {
    lead();
    return new Promise(() => {});
  });
}
if (user) {
  begin();
  window.addEventListener('pagehide', () => say('left'));
  window.addEventListener('pageshow', ({ persisted }) => persisted && say('want'));
  document.addEventListener('docket:again', () => soon('connect', connect));
}
