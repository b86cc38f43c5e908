// Sending: each form once.
document.addEventListener('submit', (event) => {
  const button = event.submitter;
  if (event.target.matches('[data-send]') && !button?.hasAttribute('formaction')) return;
  // A second press would be the same command; it is held back all the same, and let go when the page comes back.
  if (button && event.target.method === 'post') setTimeout(() => (button.disabled = true), 0);
});
window.addEventListener('pageshow', () =>
  all('button:disabled[type=submit], form[method=post] button:disabled:not([data-off])').forEach(
    (button) => (button.disabled = false),
  ),
);

// A dialog that could not be sent may be sent again.
document.addEventListener('htmx:finally:request', () =>
  all('dialog button:disabled').forEach((button) => (button.disabled = false)),
);
