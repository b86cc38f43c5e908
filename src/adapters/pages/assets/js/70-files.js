// Files: each is uploaded as soon as it is chosen, dropped or pasted, with progress, cancel and retry.
const tooLarge = 413;
const areaOf = (node) => node.closest?.('[data-files]');
const formOf = (area) => (area.matches('form') ? area : area.closest('form'));
const inHtml = (html) => Object.assign(document.createElement('template'), { innerHTML: html }).content;

function show(item, state) {
  item.toggleAttribute('data-busy', state === 'busy');
  item.toggleAttribute('data-bad', state !== 'busy');
  for (const part of all('[data-when]', item)) part.hidden = !part.dataset.when.split(' ').includes(state);
}
function send(item, file, form) {
  const bar = find('progress', item);
  const body = new FormData();
  body.append('form-token', find('[name="form-token"]', form).value);
  body.append('file', file, file.name);
  const request = new XMLHttpRequest();
  request.open('POST', '/uploads');
  request.setRequestHeader('HX-Request', 'true');
  request.upload.onprogress = ({ loaded, total }) => (bar.value = total ? (loaded / total) * 100 : 0);
  request.onerror = () => show(item, 'failed');
  request.onload = () => {
    const kept = request.status === 200 && find('li', inHtml(request.responseText));
    if (!kept) return show(item, request.status === tooLarge ? 'large' : 'failed');
    item.replaceWith(kept);
    if (form.dataset.wanted && !find('[data-busy]', form)) form.requestSubmit(find('[data-sender]', form));
  };
  find('[data-retry]', item).onclick = () => send(item, file, form);
  find('[data-abort]', item).onclick = () => request.abort();
  show(item, 'busy');
  request.send(body);
}
function take(area, files) {
  const [list, template] = ['[data-uploads]', 'template[data-upload]'].map((part) => find(part, area));
  for (const file of files) {
    const item = template.content.firstElementChild.cloneNode(true);
    find('[data-name]', item).textContent = file.name;
    list.append(item);
    if (file.size > Number(template.dataset.most)) show(item, 'large');
    else send(item, file, formOf(area));
  }
  for (const input of all('input[type=file]', area)) input.required = false;
}

document.addEventListener('change', ({ target }) => {
  const area = target.matches('input[type=file]') && areaOf(target);
  if (!area) return;
  take(area, [...target.files]);
  target.value = '';
});
document.addEventListener('click', ({ target }) => target.closest('[data-drop]')?.closest('li').remove());
document.addEventListener('paste', (event) => {
  const form = event.target.closest?.('form');
  const area = areaOf(event.target) ?? (form && find('[data-files]', form));
  const files = [...(event.clipboardData?.files ?? [])];
  if (!area || files.length === 0) return;
  event.preventDefault();
  take(area, files);
});
for (const type of ['dragover', 'dragleave', 'drop'])
  document.addEventListener(type, (event) => {
    const area = areaOf(event.target);
    if (!area || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    area.classList.toggle('dropping', type === 'dragover');
    if (type === 'drop') take(area, [...event.dataTransfer.files]);
  });

// The form waits for all uploads. A failed one must be retried or removed first, so that no file is lost unnoticed.
document.addEventListener(
  'submit',
  (event) => {
    const form = event.target;
    const bad = find('[data-bad]', form);
    if (!bad && !find('[data-busy]', form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (bad) {
      find('[data-held]', bad).hidden = false;
      find('button:not([hidden])', bad).focus();
    }
    form.dataset.wanted = bad ? '' : '1';
    event.submitter?.setAttribute('data-sender', '');
  },
  true,
);
