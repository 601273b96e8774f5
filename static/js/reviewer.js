// The media reviewer: pins and time codes move the video; space, J and L 5 s, comma and full stop one frame, C a note.
const $ = (s, r = document) => r.querySelector(s), $$ = (s, r = document) => [...r.querySelectorAll(s)];
const v = $('.stage video'), range = $('.track input'), done = $('.track .done'), clock = $('[data-clock]');
const fmt = s => `${s / 60 | 0}:${String(s % 60 | 0).padStart(2, '0')}`;
if (v && range) {
  const length = () => Number.isFinite(v.duration) && v.duration || +v.dataset.duration || 1;
  const show = t => {
    done.style.setProperty('--p', `${t / length() * 100}%`);
    range.value = t; range.setAttribute('aria-valuetext', range.dataset.words.replace('{at}', fmt(t)).replace('{length}', fmt(length())));
    clock.textContent = `${fmt(t)} / ${fmt(length())}`;
    $$('[data-at-label]').forEach(x => { x.textContent = fmt(t); });
    $$('[data-at-input]').forEach(x => { x.value = t.toFixed(2); });
  };
  const seek = t => { v.currentTime = Math.max(0, Math.min(length(), t)); show(v.currentTime); };
  const play = () => v.paused ? v.play() : v.pause();
  v.addEventListener('timeupdate', () => show(v.currentTime));
  for (const k of ['play', 'pause']) v.addEventListener(k, () => { const b = $('[data-play]'); b.dataset.play ||= b.getAttribute('aria-label'); b.setAttribute('aria-label', k === 'play' ? b.dataset.pause : b.dataset.play); b.classList.toggle('on', k === 'play'); });
  range.addEventListener('input', () => seek(+range.value));
  document.addEventListener('click', e => {
    const hit = s => e.target.closest(s);
    if (hit('[data-play]')) play();
    const b = hit('[data-mute], [data-cc]'), on = b?.getAttribute('aria-pressed') !== 'true';
    if (b) { b.setAttribute('aria-pressed', on); if (b.matches('[data-cc]')) v.textTracks[0].mode = on ? 'showing' : 'hidden'; else v.muted = on; }
    if (hit('[data-full]')) v.requestFullscreen?.();
    const to = hit('[data-seek]');
    if (to) { e.preventDefault(); v.pause(); seek(+to.dataset.seek); const c = to.dataset.c.split(' '); $$('.cm, .mark').forEach(x => x.classList.toggle('on', x.dataset.c.split(' ').some(n => c.includes(n)))); }
  });
  document.addEventListener('keydown', e => {
    if (e.target.closest('input:not([type=range]), textarea, select, dialog') || e.metaKey || e.ctrlKey || e.altKey) return;
    const k = { ' ': play, j: () => seek(v.currentTime - 5), l: () => seek(v.currentTime + 5), ',': () => seek(v.currentTime - v.dataset.frame), '.': () => seek(v.currentTime - -v.dataset.frame), c: () => { v.pause(); $('#note')?.focus(); } }[e.key];
    if (k && !(e.key === ' ' && e.target.closest('button, a, summary'))) { e.preventDefault(); k(); }
  });
  const start = +v.dataset.start || 0;
  show(start);
  if (start) v.readyState ? seek(start) : v.addEventListener('loadedmetadata', () => seek(start), { once: true });
}
