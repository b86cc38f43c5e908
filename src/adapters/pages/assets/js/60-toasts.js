// A toast goes by itself once it was read.
const toast = find('#toast');
if (toast?.textContent.trim()) setTimeout(() => (toast.textContent = ''), 6000);
