// Uploads straight from the browser to the store, file by file: percent, megabytes and time left, try again, and a question before leaving.
// 1. POST data-start (name, size, type; csrf token of the surrounding form) -> {url, fields, finish_url}
// 2. POST the file to url with fields (a presigned form)   3. POST finish_url -> HTML of the row (components/up.html) or 204
// XHR, because fetch has no upload progress.
const $ = (s, r = document) => r.querySelector(s);
const mb = n => (n / 1e6).toFixed(n < 1e7 ? 1 : 0);
const say = text => document.dispatchEvent(new CustomEvent('say', { detail: text }));
const token = box => $('[name=csrfmiddlewaretoken]', box.closest('form') ?? document)?.value ?? '';
const post = (url, box, data) => fetch(url, { method: 'POST', body: data, headers: { 'X-CSRFToken': token(box), 'HX-Request': 'true', Accept: 'application/json, text/html' } });

function add(box, file) {
  const row = $('[data-row]', box).content.cloneNode(true).firstElementChild, bar = $('progress', row), words = $('.up__s', row), again = $('[data-retry]', row), stop = $('[data-cancel]', row);
  $('.up__name', row).textContent = file.name;
  bar.setAttribute('aria-label', `Uploading ${file.name}`);
  if (file.type.startsWith('image/')) { const i = new Image(48, 60); i.alt = ''; i.src = URL.createObjectURL(file); $('.up__ph', row).replaceWith(i); }
  $('[data-rows]', box).append(row);
  let xhr;
  const state = (name, text) => { row.dataset.state = name; words.textContent = text; const bad = name === 'failed' || name === 'rejected'; words.classList.toggle('err', bad); words.classList.toggle('muted', !bad); again.hidden = name !== 'failed'; stop.hidden = name === 'done' || name === 'failed'; stop.setAttribute('aria-label', `${name === 'sending' ? 'Cancel' : 'Remove'} ${file.name}`); bar.hidden = name === 'done' || name === 'rejected'; };
  const fail = () => { state('failed', `Upload stopped at ${Math.round(bar.value * 100)}%. “Try again” sends the file from its start.`); say(`${file.name}: upload stopped`); };
  const send = (target, began = Date.now()) => new Promise((ok, no) => {
    const body = new FormData();
    for (const [k, val] of Object.entries(target.fields)) body.append(k, val);
    body.append('file', file);
    xhr = new XMLHttpRequest(); xhr.open('POST', target.url);
    xhr.upload.onprogress = p => {
      bar.value = p.loaded / p.total;
      const left = (Date.now() - began) / p.loaded * (p.total - p.loaded) / 1000;
      words.textContent = `${mb(p.loaded)} of ${mb(p.total)} MB${left > 3 ? `, about ${left < 90 ? `${Math.round(left)} s` : `${Math.round(left / 60)} min`} left` : ''}`;
    };
    xhr.onload = () => (xhr.status < 300 ? ok() : no()); xhr.onerror = no; xhr.onabort = () => no('cancelled');
    xhr.send(body);
  });
  const go = async () => {
    const max = +box.dataset.max;
    if (max && file.size > max) return state('rejected', `This file has ${mb(file.size)} MB, the most is ${mb(max)} MB.`);
    state('sending', 'Starting'); bar.value = 0;
    try {
      const data = new FormData(); data.append('name', file.name); data.append('size', file.size); data.append('type', file.type);
      const r = await post(box.dataset.start, box, data);
      if (!r.ok) { const p = await r.json().catch(() => ({})); return r.status < 500 ? state('rejected', p.detail ?? 'This file can’t be used.') : fail(); }
      const target = await r.json();
      await send(target);
      state('done', `${mb(file.size)} MB, uploaded`);
      const end = await post(target.finish_url, box, new FormData());
      if (!end.ok) return fail();
      const html = end.status === 204 ? '' : await end.text();
      if (html) { row.outerHTML = html; window.htmx?.process(box); }
      say(`${file.name} uploaded`); box.dispatchEvent(new CustomEvent('uploaded', { bubbles: true }));
    } catch (why) { if (why !== 'cancelled') fail(); }
  };
  again.onclick = go;
  stop.onclick = () => { xhr?.abort(); row.remove(); };
  go();
}
const take = (box, files) => [...files].forEach(f => add(box, f));
const pick = input => { const box = input.closest('[data-uploader]'); if (box && input.files.length) { take(box, input.files); input.value = ''; } };
document.addEventListener('change', e => { if (e.target.matches('[data-uploader] input[type=file]')) pick(e.target); });
document.querySelectorAll('[data-uploader] input[type=file]').forEach(pick); // chosen before this file had loaded
for (const type of ['dragover', 'dragleave', 'drop']) document.addEventListener(type, e => {
  const drop = e.target.closest?.('[data-uploader] .drop'); if (!drop) return;
  e.preventDefault(); drop.classList.toggle('over', type === 'dragover');
  if (type === 'drop') take(drop.closest('[data-uploader]'), e.dataTransfer.files);
});
addEventListener('beforeunload', e => { if ($('.up[data-state="sending"]')) e.preventDefault(); });
