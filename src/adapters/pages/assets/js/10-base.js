// Additions to htmx. Every page also works without scripts. These files are concatenated into one module in the order of their names, and each
// one but this has its own scope.
const find = (query, root = document) => root.querySelector(query);
const all = (query, root = document) => [...root.querySelectorAll(query)];

/** Announces new HTML, so that each script initialises its own elements in it. */
const tellDrawn = (root) => {
  window.htmx?.process(root);
  document.dispatchEvent(new CustomEvent('docket:drawn', { detail: root }));
};
const whenDrawn = (look) => {
  look(document);
  document.addEventListener('docket:drawn', ({ detail }) => look(detail));
};

// Only the browser knows its time zone. The next page uses it.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes(`docket-zone=${zone}`))
  document.cookie = `docket-zone=${zone}; path=/; max-age=31536000; samesite=lax`;

document.documentElement.dataset.js = '1';
