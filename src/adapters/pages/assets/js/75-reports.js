// Reports: chart columns link like the numbers in the table, and the page can be printed.
document.addEventListener('click', (event) => {
  const bar = event.target.closest('svg [data-href]');
  if (bar) location.assign(bar.dataset.href);
});
for (const button of all('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}
