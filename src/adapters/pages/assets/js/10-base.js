// What the pages need beyond htmx. Everything works without it, too. The files of this folder become one module, in the order of
// their names; each but this one has a scope of its own.
const find = (query, root = document) => root.querySelector(query);
const all = (query, root = document) => [...root.querySelectorAll(query)];

/** Whoever puts new HTML into the page says so, and each part looks after what is its own in there. */
const tellDrawn = (root) => {
  window.htmx?.process(root);
  document.dispatchEvent(new CustomEvent('docket:drawn', { detail: root }));
};
const whenDrawn = (look) => {
  look(document);
  document.addEventListener('docket:drawn', ({ detail }) => look(detail));
};

// Only the browser knows its zone. The next page is told in it.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes(`docket-zone=${zone}`))
  document.cookie = `docket-zone=${zone}; path=/; max-age=31536000; samesite=lax`;

document.documentElement.dataset.js = '1';
