// Sends [data-send] forms by script, so that a lost connection or an expired session keeps the form. Its Idempotency-Key prevents a second
// record.
const busyAfterMs = 150;
const signInPath = '/sign-in';

function wait(button) {
  if (!button) return () => undefined;
  const timer = setTimeout(() => button.setAttribute('aria-busy', 'true'), busyAfterMs);
  button.disabled = true;
  return () => {
    clearTimeout(timer);
    button.removeAttribute('aria-busy');
    button.disabled = false;
  };
}

const bodyOf = (form, button) => {
  const data = new FormData(form);
  if (button?.name) data.append(button.name, button.value);
  return form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data);
};

function showUnsent(form, { button, why } = {}) {
  find('[data-unsent]', form)?.remove();
  form.prepend(find('#unsent').content.cloneNode(true));
  const told = find('[data-unsent]', form);
  if (why) find('span', told).textContent = why;
  Object.assign(find('button', told), { name: button?.name ?? '', value: button?.value ?? '' }).focus();
}

/** Shows what follows in the form's place, such as a link that is shown once. */
function goOn(form, html) {
  const place = form.closest('dialog') ?? form.parentElement;
  form.dispatchEvent(new CustomEvent('docket:sent', { bubbles: true }));
  place.innerHTML = html;
  tellDrawn(place);
}

/** Replaces the form with the returned one. The composer's returned form is shown in the dialog. */
function takeBack(form, html, isDone) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const fresh = all('form[method=post]', page).find((one) => one.getAttribute('action') === form.getAttribute('action'));
  if (!fresh && isDone) return goOn(form, html);
  if (!fresh)
    return showUnsent(form, {
      why: all('h1, h1 + p', page)
        .map((one) => one.textContent)
        .join(': '),
    });
  const dialog = find('#dialog');
  if (form.matches('.composer')) dialog.replaceChildren(fresh);
  else form.replaceWith(fresh);
  fresh.dataset.dirty = '1';
  tellDrawn(fresh);
  if (fresh.closest('dialog') && !dialog.open) dialog.showModal();
  find('[aria-invalid=true], [role=alert], [autofocus]', fresh)?.focus();
}

/** Loads the new session's token. False if another user signed in. */
async function renew() {
  const page = new DOMParser().parseFromString(await (await fetch('/account')).text(), 'text/html');
  if (page.body.dataset.user !== document.body.dataset.user) return false;
  const token = find('[name=form-token]', page).value;
  for (const field of all('[name=form-token]')) field.value = token;
  document.dispatchEvent(new CustomEvent('docket:again'));
  return true;
}

const post = (form, button) =>
  fetch(form.action, {
    method: 'POST',
    headers: { 'HX-Request': 'true', 'Docket-Regions': '1' },
    body: bodyOf(form, button),
  }).catch(() => null);
const isPage = ({ status, headers }) => status < 500 && (headers.get('content-type') ?? '').includes('html');

/** After a new sign-in in another tab, the form only needs a new token. */
const renewed = async ({ headers }) => headers.get('docket-reason') === 'form-expired' && (await renew());

const redirectOf = (answer) => answer?.headers.get('hx-redirect') ?? null;
function follow(to, form, button) {
  if (to.startsWith(signInPath)) return signInAgain(to, () => send(form, button));
  form.dispatchEvent(new CustomEvent('docket:sent', { bubbles: true }));
  location.assign(to);
}

async function send(form, button, isSecond) {
  const letGo = wait(button);
  const answer = await post(form, button);
  const to = redirectOf(answer);
  if (to === null || to.startsWith(signInPath)) letGo();
  if (to !== null) return follow(to, form, button);
  if (!answer || !isPage(answer)) return showUnsent(form, { button });
  if (!isSecond && (await renewed(answer))) return send(form, button, true);
  return takeBack(form, await answer.text(), answer.ok);
}

/** If another user signed in, the page becomes theirs and the first user's drafts stay stored. */
async function signInAgain(address, then) {
  const dialog = document.body.appendChild(document.createElement('dialog'));
  const load = async (answer) => {
    if (!answer) return;
    if (answer.headers.get('hx-redirect') === null) {
      dialog.innerHTML = await answer.text();
      if (!dialog.open) dialog.showModal();
      find('input:not([type=hidden])', dialog)?.focus();
      return;
    }
    if (!(await renew())) return location.assign('/');
    dialog.close();
    then();
  };
  dialog.addEventListener('close', () => dialog.remove());
  // Enter presses the first button that submits.
  dialog.addEventListener('click', ({ target }) => target.closest('[data-cancel]') && dialog.close());
  dialog.addEventListener('submit', (event) => {
    event.preventDefault();
    event.stopPropagation();
    const body = new URLSearchParams(new FormData(event.target));
    void fetch(signInPath, { method: 'POST', headers: { 'HX-Request': 'true' }, body })
      .catch(() => null)
      .then(load);
  });
  await load(await fetch(address, { headers: { 'HX-Request': 'true' } }).catch(() => null));
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches('[data-send]') || event.submitter?.hasAttribute('formaction')) return;
  event.preventDefault();
  if (!form.dataset.sending) {
    form.dataset.sending = '1';
    void send(form, event.submitter).finally(() => delete form.dataset.sending);
  }
});
