// Uploads straight from the browser to the store, file by file: percent, speed, time left, pause, try again, and a question before leaving.
// 1. POST data-start (name, size, type, fingerprint; csrf token of the surrounding form) -> {url, fields, finish_url, parts_url?, remove_url?}
// 2. POST the file to url with fields (a presigned form), or, larger than data-part, in parts: POST parts_url (number...) -> {arrived, urls},
//    PUT each part to its url (js/parts.js, loaded when the first such file is chosen)
// 3. POST finish_url -> HTML of the row (components/up.html) or 204
// XHR, because fetch has no upload progress. Its sentences are attributes of the box (components/uploader.html), in the page's language.
const $ = (s, r = document) => r.querySelector(s);
const lang = document.documentElement.lang;
const mb = n => { const d = n < 1e7 ? 1 : 0; return (n / 1e6).toLocaleString(lang, { minimumFractionDigits: d, maximumFractionDigits: d, useGrouping: false }); };
const say = text => document.dispatchEvent(new CustomEvent('say', { detail: text }));
const token = box => $('[name=csrfmiddlewaretoken]', box.closest('form') ?? document)?.value ?? '';
const post = (url, box, data) => fetch(url, { method: 'POST', body: data, redirect: 'manual', headers: { 'X-CSRFToken': token(box), 'HX-Request': 'true', Accept: 'application/json, text/html' } });
const form = pairs => pairs.reduce((data, [k, v]) => (data.append(k, v), data), new FormData());

function add(box, file) {
  const row = $('[data-row]', box).content.cloneNode(true).firstElementChild, bar = $('progress', row), words = $('.up__s', row), again = $('[data-retry]', row), hold = $('[data-pause]', row), stop = $('[data-cancel]', row);
  $('.up__name', row).textContent = file.name;
  const told = (what, places) => box.dataset[what].replace(/\{(\w+)\}/g, (_, name) => ({ file: file.name, percent: bar.value.toLocaleString(lang, { style: 'percent' }), ...places })[name]);
  bar.setAttribute('aria-label', told('sending'));
  if (file.type.startsWith('image/')) { const i = new Image(48, 60); i.alt = ''; i.src = URL.createObjectURL(file); $('.up__ph', row).replaceWith(i); }
  $('[data-rows]', box).append(row);
  const size = +box.dataset.part, cut = file.size > size, live = new Map(); // bytes of each transfer that runs
  let target, began, base, cuts, there = 0, turn = 0; // there: bytes that have arrived in parts; turn: who pauses or cancels ends it
  const state = (name, text) => { row.dataset.state = name; words.textContent = text; const bad = /failed|rejected/.test(name); words.classList.toggle('err', bad); words.classList.toggle('muted', !bad); again.hidden = name !== 'failed'; hold.hidden = !cut || !/sending|paused/.test(name); hold.textContent = told(name === 'paused' ? 'goOn' : 'pause'); stop.hidden = /done|failed/.test(name); stop.setAttribute('aria-label', told(/sending|paused/.test(name) ? 'cancel' : 'remove')); bar.hidden = /done|rejected/.test(name); };
  const show = () => {
    const sent = [...live.values()].reduce((a, b) => a + b, there);
    base ??= sent; bar.value = sent / file.size;
    const speed = (sent - base) / (Date.now() - began) * 1000, left = speed && (file.size - sent) / speed;
    words.textContent = told(left >= 90 ? 'sentMinutes' : left > 3 ? 'sentSeconds' : 'sent', { sent: mb(Math.min(sent, file.size)), total: mb(file.size), speed: mb(speed), left: Math.round(left < 90 ? left : left / 60) });
  };
  const put = (method, url, body) => new Promise((ok, no) => {
    const xhr = new XMLHttpRequest(); xhr.open(method, url); live.set(xhr, 0);
    xhr.upload.onprogress = p => { live.set(xhr, p.loaded); show(); };
    xhr.onloadend = () => { live.delete(xhr); xhr.status < 300 && xhr.status ? ok() : no(); };
    xhr.send(body);
  });
  const ask = async (url, data) => {
    const r = await post(url, box, data);
    if (r.ok) return r;
    const { detail, code } = await r.json().catch(() => ({}));
    if (code === 'file_has_arrived') return;
    throw Object.assign(Error(detail ?? told('refused')), { final: r.status > 399 && r.status < 500 && r.status !== 401 && r.status !== 429 });
  };
  const go = async () => {
    const max = +box.dataset.max;
    if (file.size > max) return state('rejected', told('tooBig', { size: mb(file.size), most: mb(max) }));
    const mine = ++turn; base = undefined; began = Date.now(); state('sending', told('starting'));
    try {
      if (cut) cuts ??= await (await import(box.dataset.parts)).cut(file, size);
      target ??= await (await ask(box.dataset.start, form([['name', file.name], ['size', file.size], ['type', file.type], ['fingerprint', cuts?.mark ?? '']]))).json();
      document.getElementById(target.id)?.remove(); // its row from before
      await (cut ? cuts.send(async numbers => (await ask(target.parts_url, form(numbers.map(n => ['number', n]))))?.json(), (url, part) => put('PUT', url, part), bytes => { there = bytes; show(); }, () => { words.textContent = told('offline'); }, () => mine !== turn) : put('POST', target.url, form([...Object.entries(target.fields), ['file', file]])));
      state('done', told('uploaded', { size: mb(file.size) }));
      const end = await ask(target.finish_url, form([])), html = end?.status === 200 ? await end.text() : '';
      if (html) { row.outerHTML = html; window.htmx?.process(box); }
      say(told('done')); box.dispatchEvent(new CustomEvent('uploaded', { bubbles: true }));
    } catch (why) {
      if (mine !== turn) return;
      if (why.final) return state('rejected', why.message);
      state('failed', told('stoppedAt')); say(told('stopped'));
    }
  };
  const cease = () => { turn++; for (const xhr of live.keys()) xhr.abort(); };
  again.onclick = () => { if (!cut) target = undefined; go(); };
  hold.onclick = () => { if (row.dataset.state === 'paused') return go(); cease(); state('paused', told('paused')); };
  stop.onclick = async () => { cease(); if (target?.remove_url) await post(target.remove_url, box, form([])).catch(() => {}); row.remove(); $('input', box).focus(); };
  go();
}
const take = (box, files) => [...files].forEach(f => add(box, f));
const pick = input => { take(input.closest('[data-uploader]'), input.files); input.value = ''; };
document.addEventListener('change', e => { if (e.target.matches('[data-uploader] input[type=file]')) pick(e.target); });
document.querySelectorAll('[data-uploader] input[type=file]').forEach(pick); // chosen before this file had loaded
for (const type of ['dragover', 'dragleave', 'drop']) document.addEventListener(type, e => {
  const drop = e.target.closest?.('[data-uploader] .drop'); if (!drop) return;
  e.preventDefault(); drop.classList.toggle('over', type === 'dragover');
  if (type === 'drop') take(drop.closest('[data-uploader]'), e.dataTransfer.files);
});
addEventListener('beforeunload', e => $('.up[data-state="sending"]') && e.preventDefault());
// a caption that was begun stays while its writer removes a file or writes the captions of a video: for this tab and this version
const t = $('[data-kept]');
if (t) { t.value = sessionStorage[t.dataset.kept] ?? t.value; t.oninput = () => { sessionStorage[t.dataset.kept] = t.value; }; }
