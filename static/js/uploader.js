// Uploads straight from the browser to the store, file by file: percent, megabytes and time left, try again, and a question before leaving.
// 1. POST data-start (name, size, type; csrf token of the surrounding form) -> {url, fields, finish_url}
// 2. POST the file to url with fields (a presigned form)   3. POST finish_url -> HTML of the row (components/up.html) or 204
// XHR, because fetch has no upload progress. Its sentences are attributes of the box (components/uploader.html), in the page's language.
const $ = (s, r = document) => r.querySelector(s);
const lang = document.documentElement.lang;
const mb = n => { const d = n < 1e7 ? 1 : 0; return (n / 1e6).toLocaleString(lang, { minimumFractionDigits: d, maximumFractionDigits: d, useGrouping: false }); };
const say = text => document.dispatchEvent(new CustomEvent('say', { detail: text }));
const token = box => $('[name=csrfmiddlewaretoken]', box.closest('form') ?? document)?.value ?? '';
const post = (url, box, data) => fetch(url, { method: 'POST', body: data, headers: { 'X-CSRFToken': token(box), 'HX-Request': 'true', Accept: 'application/json, text/html' } });

function add(box, file) {
  const row = $('[data-row]', box).content.cloneNode(true).firstElementChild, bar = $('progress', row), words = $('.up__s', row), again = $('[data-retry]', row), stop = $('[data-cancel]', row);
  $('.up__name', row).textContent = file.name;
  const told = (what, places) => box.dataset[what].replace(/\{(\w+)\}/g, (_, name) => ({ file: file.name, ...places })[name]);
  bar.setAttribute('aria-label', told('sending'));
  if (file.type.startsWith('image/')) { const i = new Image(48, 60); i.alt = ''; i.src = URL.createObjectURL(file); $('.up__ph', row).replaceWith(i); }
  $('[data-rows]', box).append(row);
  let xhr;
  const state = (name, text) => { row.dataset.state = name; words.textContent = text; const bad = name === 'failed' || name === 'rejected'; words.classList.toggle('err', bad); words.classList.toggle('muted', !bad); again.hidden = name !== 'failed'; stop.hidden = name === 'done' || name === 'failed'; stop.setAttribute('aria-label', told(name === 'sending' ? 'cancel' : 'remove')); bar.hidden = name === 'done' || name === 'rejected'; };
  const fail = () => { state('failed', told('stoppedAt', { percent: bar.value.toLocaleString(lang, { style: 'percent' }) })); say(told('stopped')); };
  const send = (target, began = Date.now()) => new Promise((ok, no) => {
    const body = new FormData();
    for (const [k, val] of Object.entries(target.fields)) body.append(k, val);
    body.append('file', file);
    xhr = new XMLHttpRequest(); xhr.open('POST', target.url);
    xhr.upload.onprogress = p => {
      bar.value = p.loaded / p.total;
      const left = (Date.now() - began) / p.loaded * (p.total - p.loaded) / 1000;
      words.textContent = told(left >= 90 ? 'sentMinutes' : left > 3 ? 'sentSeconds' : 'sent', { sent: mb(p.loaded), total: mb(p.total), left: Math.round(left < 90 ? left : left / 60) });
    };
    xhr.onload = () => (xhr.status < 300 ? ok() : no()); xhr.onerror = no; xhr.onabort = () => no('cancelled');
    xhr.send(body);
  });
  const go = async () => {
    const max = +box.dataset.max;
    if (max && file.size > max) return state('rejected', told('tooBig', { size: mb(file.size), most: mb(max) }));
    state('sending', told('starting')); bar.value = 0;
    try {
      const data = new FormData(); data.append('name', file.name); data.append('size', file.size); data.append('type', file.type);
      const r = await post(box.dataset.start, box, data);
      if (!r.ok) { const p = await r.json().catch(() => ({})); return r.status < 500 && r.status !== 401 ? state('rejected', p.detail ?? told('refused')) : fail(); }
      const target = await r.json();
      await send(target);
      state('done', told('uploaded', { size: mb(file.size) }));
      const end = await post(target.finish_url, box, new FormData());
      if (!end.ok) return fail();
      const html = end.status === 204 ? '' : await end.text();
      if (html) { row.outerHTML = html; window.htmx?.process(box); }
      say(told('done')); box.dispatchEvent(new CustomEvent('uploaded', { bubbles: true }));
    } catch (why) { if (why !== 'cancelled') fail(); }
  };
  again.onclick = go;
  stop.onclick = () => { xhr?.abort(); row.remove(); $('input', box).focus(); };
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
