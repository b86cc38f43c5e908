// A toast goes by itself once it was read; one that offers something stays.
const toast = find('#toast');
if (toast?.textContent.trim() && !find('form', toast)) setTimeout(() => (toast.textContent = ''), 6000);
