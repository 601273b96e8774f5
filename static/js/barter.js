// The client script besides htmx. Everything works without it; this only removes waiting.
const $ = (s, r = document) => r.querySelector(s), $$ = (s, r = document) => [...r.querySelectorAll(s)];
const on = (type, sel, fn) => document.addEventListener(type, e => { const hit = e.target.closest?.(sel); if (hit) fn(e, hit); });

// pages tell hours in the zone of this device; the first question after it takes a phone 100 ms and more, so not while the page loads
const zone = () => { document.cookie = `tz=${Intl.DateTimeFormat().resolvedOptions().timeZone};path=/;max-age=3e7;samesite=lax`; };
['pointerover', 'keydown'].forEach(t => addEventListener(t, zone, { once: true }));

// one polite live region for everything; a server says something with the header HX-Trigger: {"say": "3 accepted"}
const say = text => { const r = $('#live'); if (r && text) { r.textContent = ''; setTimeout(() => { r.textContent = text; }, 40); } };
document.addEventListener('say', e => say(e.detail?.value ?? e.detail));

// a page instead of the browser's error while there is no network (templates/sw.js)
addEventListener('load', () => navigator.serviceWorker?.register('/sw.js'));

// dialogs and sheets: the link still leads to a page of its own without script; one opened from a menu gives the focus back to it
on('click', '[data-open]', (e, b) => { const d = $(b.dataset.open); if (d?.showModal) { e.preventDefault(); const m = b.closest('details'); if (m) { m.open = false; $('summary', m).focus(); } d.showModal(); } });
on('click', '[data-close]', (e, b) => b.closest('dialog')?.close());
on('click', 'dialog', (e, d) => { if (e.target === d) d.close(); });

// a clip's still plays in its place; without script its link opens it
on('click', '[data-clip]', (e, a) => {
  if (e.ctrlKey || e.metaKey) return;
  const v = Object.assign(document.createElement('video'), { controls: true, autoplay: true, playsInline: true, src: a.href, poster: $('img', a).src, ariaLabel: a.ariaLabel });
  v.append($('template', a)?.content ?? ''); e.preventDefault(); a.replaceWith(v); v.focus();
});

// menus: one open at a time, Escape and a click outside close
document.addEventListener('click', e => $$('details.menu[open]').forEach(d => { if (!d.contains(e.target)) d.open = false; }));
document.addEventListener('keydown', e => {
  if (e.key !== 'Escape') return;
  const m = e.target.closest?.('details.menu[open]');
  if (m) { m.open = false; $('summary', m).focus(); } else if (!$('dialog[open]')) unpick();
});

// single keys press what names them (J and K, A, D, ?), never while somebody types or a dialog is open. On a page with a
// list J and K move the focus from row to row, with shift they select on the way, X and space select
document.addEventListener('keydown', e => {
  const k = e.key.toLowerCase(), t = e.target;
  if (e.ctrlKey || e.metaKey || e.altKey || k.length > 1 || t.closest?.('input:not([type=checkbox]), textarea, select, video, dialog, [contenteditable]') || $('dialog[open]')) return;
  const rows = $$('[data-row]'), i = rows.indexOf(t.closest?.('[data-row]')), pick = r => { const c = r && $('[data-pick]', r); if (c && !(k === 'j' || k === 'k' ? c.checked : 0)) c.click(); };
  if (rows[0] && (k === 'j' || k === 'k')) {
    const to = rows[i < 0 ? 0 : i + (k === 'j' ? 1 : -1)];
    if (!to) return;
    if (e.shiftKey) { pick(rows[i]); pick(to); }
    (to.matches('a') ? to : $('h3 a, .rowlink', to)).focus();
  } else if (i >= 0 && (k === 'x' || (k === ' ' && t.matches('a')))) { e.preventDefault(); pick(rows[i]); } else {
    const b = $(`[data-key="${CSS.escape(k)}"]`);
    if (!b) return;
    if (b.closest('[data-bulk][hidden]')) pick(rows[i]);
    if (!b.closest('[data-bulk][hidden]')) b.click();
  }
});

// toggles (save a deal): at once on the screen, in the background on the server, back again if that fails
on('click', '[data-toggle]', async (e, b) => {
  const was = b.getAttribute('aria-pressed') === 'true', body = b.form && new FormData(b.form, b), set = v => { b.setAttribute('aria-pressed', v); b.value = +!v; };
  set(!was); say(was ? b.dataset.off : b.dataset.on);
  if (!b.hasAttribute('formaction')) return;
  e.preventDefault();
  const r = await fetch(b.formAction, { method: 'POST', body, headers: { 'HX-Request': 'true' } }).catch(() => null);
  const to = r?.headers.get('HX-Redirect'); // nobody is signed in any more
  if (to) location = to; else if (!r?.ok) { set(was); say($('#live').dataset.unsaved); }
});

// at most so many of them: one more takes the place of the first
on('change', '[data-most] input', (e, i) => { const b = i.closest('[data-most]'), c = $$(':checked', b); if (c.length > b.dataset.most) c.find(x => x !== i).checked = false; });
on('change', '[data-autosubmit]', (e, i) => i.form?.requestSubmit());
// the device's own share sheet where it has one, else the clipboard; the button itself says that it copied
on('click', '[data-copy]', async (e, b) => {
  const text = b.dataset.copy, told = $('#live').dataset.copied, words = b.lastChild, was = words.data;
  if ('share' in b.dataset && navigator.share) return navigator.share({ url: text }).catch(() => 0);
  await navigator.clipboard?.writeText(text); say(told);
  if (was && was !== told) { words.data = told; setTimeout(() => { words.data = was; }, 2000); }
});
// by rows and not by a style: a new box in a swap takes over the rows of the old one and not its style, which the policy would refuse (morphIgnore in base.html)
const grow = t => { t.rows = t.least ??= t.rows; while (t.rows < 7 && t.scrollHeight > t.clientHeight) t.rows += 1; };
on('input', '[data-grow]', (e, t) => grow(t));
// words begun in the chat go along to the page of its photos
on('click', '[data-carry]', (e, a) => { sessionStorage.words = $(a.dataset.carry).value; });

// bulk selection: shift for a range, one box for a column, Escape clears
let last;
const bulk = () => {
  const b = $('[data-bulk]'), n = $$('[data-pick]:checked').length, all = $('[data-everybody]');
  if (b) { b.hidden = !n; if (!n && all) all.checked = false; $$('[data-n] .n').forEach(x => { x.textContent = all?.checked ? all.dataset.everybody : n; }); }
  $$('[data-pickall]').forEach(h => { const rows = $$('[data-pick]', h.closest('.col, table')), on = rows.filter(x => x.checked).length; h.checked = on && on === rows.length; h.indeterminate = on && on < rows.length; });
};
const unpick = () => { $$('[data-pick], [data-everybody]').forEach(x => { x.checked = false; }); bulk(); };
on('click', '[data-pick]', (e, c) => {
  const all = $$('[data-pick]');
  if (e.shiftKey && last) { const [a, z] = [all.indexOf(last), all.indexOf(c)].sort((x, y) => x - y); all.slice(a, z + 1).forEach(x => { x.checked = c.checked; }); }
  last = c;
  if ($('[data-everybody]')) $('[data-everybody]').checked = false;
  bulk();
});
on('change', '[data-pickall]', (e, c) => { $$('[data-pick]', c.closest('.col, table')).forEach(x => { x.checked = c.checked; }); bulk(); });
on('change', '[data-everybody]', bulk);
on('click', '[data-unpick]', unpick);
bulk();

// a form is sent once: the button shows that it is busy and keeps its width
on('submit', 'form', (e, f) => {
  if (f.method !== 'post' || e.defaultPrevented) return;
  const b = e.submitter;
  if (f.dataset.sent) { e.preventDefault(); return; }
  f.dataset.sent = '1'; setTimeout(() => { delete f.dataset.sent; b?.removeAttribute('aria-busy'); }, 8000);
  if (b?.matches('.btn')) b.setAttribute('aria-busy', 'true');
});
const idle = () => { $$('form[data-sent]').forEach(f => delete f.dataset.sent); $$('form .btn[aria-busy]').forEach(b => b.removeAttribute('aria-busy')); };
addEventListener('pageshow', e => { if (e.persisted) idle(); bulk(); }); // by then a step back has ticked again who was
document.addEventListener('htmx:finally:request', e => { idle(); if (e.target.matches?.('[data-reset]') && e.detail?.ctx?.response?.status < 400) e.target.reset(); });
// what asks the server again and again rests while nobody looks
document.addEventListener('htmx:before:request', e => { if (document.hidden && e.target.matches?.('[data-poll]')) e.preventDefault(); });
document.addEventListener('htmx:after:swap', () => { ready(); bulk(); });

// what had the focus went with a swap: what came in its place has it, so that Tab goes on from there
let held;
document.addEventListener('htmx:before:swap', () => { held = document.activeElement; });
document.addEventListener('htmx:before:settle', e => {
  const part = e.detail.newContent.find(x => x.matches);
  if (part && held?.isConnected === false && document.activeElement === document.body) { if (part.tabIndex) part.tabIndex = -1; part.focus(); }
});

// toasts leave after 8 s, not while somebody is on them
const toast = t => { let id; const go = () => { id = setTimeout(() => t.remove(), 8000); }, stay = () => clearTimeout(id); t.onmouseenter = t.onfocusin = stay; t.onmouseleave = t.onfocusout = go; t.dataset.seen = 1; go(); };
// after a load or a swap: errors take focus, a box shows all that stands in it, toasts get their clock, photos their name for the morph between pages
const ready = () => {
  const f = $('[data-focus]'); if (f) { f.removeAttribute('data-focus'); f.focus(); }
  $$('[data-grow]').forEach(grow);
  const w = sessionStorage.words && $('#files-text'); if (w) { w.value = sessionStorage.words; delete sessionStorage.words; }
  $$('[data-toast]:not([data-seen])').forEach(toast);
  $$('[data-vt]').forEach(x => { x.style.viewTransitionName = `deal-${x.dataset.vt}`; });
};
ready();
// on phones the row of places is longer than the screen; an observer waits for the layout, asking for it here costs one more
const here = $('.side__nav [aria-current]');
if (here) new IntersectionObserver(([e], o) => { o.disconnect(); if (e.intersectionRatio < 1) here.scrollIntoView({ block: 'nearest', inline: 'center' }); }, { root: here.closest('.side') }).observe(here);
