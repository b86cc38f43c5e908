// A toast disappears by itself, unless it offers an action.
const toast = find('#toast');
if (toast?.textContent.trim() && !find('form', toast)) setTimeout(() => (toast.textContent = ''), 6000);
