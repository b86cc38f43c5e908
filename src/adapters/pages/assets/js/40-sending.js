// Prevents double submits.
document.addEventListener('submit', (event) => {
  const button = event.submitter;
  if (event.target.matches('[data-send]') && !button?.hasAttribute('formaction')) return;
  // The Idempotency-Key makes a second press harmless, but the button is disabled until the page returns.
  if (button && event.target.method === 'post') setTimeout(() => (button.disabled = true), 0);
});
window.addEventListener('pageshow', () =>
  all('button:disabled[type=submit], form[method=post] button:disabled:not([data-off])').forEach(
    (button) => (button.disabled = false),
  ),
);

// After a failed request the dialog can be sent again.
document.addEventListener('htmx:finally:request', () =>
  all('dialog button:disabled').forEach((button) => (button.disabled = false)),
);
