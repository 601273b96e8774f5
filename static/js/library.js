// A video of the library plays in the place of its still, without sound, while a mouse rests on it or the keyboard stands on it.
// Never by touch, never where somebody wants no motion; without script the still stays.
const wanted = matchMedia('(hover: hover) and (prefers-reduced-motion: no-preference)');
let timer, link, still, video;
const stop = () => {
  clearTimeout(timer);
  if (video) { video.replaceWith(still); video.removeAttribute('src'); video.load(); }
  link = video = null;
};
const start = a => {
  if (a === link) return;
  stop();
  if (!a || !wanted.matches) return;
  link = a;
  timer = setTimeout(() => {
    still = a.querySelector('img');
    if (!still) return;
    video = Object.assign(document.createElement('video'), { muted: true, autoplay: true, loop: true, playsInline: true, src: a.dataset.peek, poster: still.src, ariaHidden: 'true' });
    still.replaceWith(video);
  }, 200);
};
const on = e => start(e.target.closest?.('[data-peek]'));
addEventListener('pointerover', e => { if (e.pointerType === 'mouse') on(e); });
addEventListener('focusin', e => { if (e.target.matches('[data-peek]:focus-visible')) on(e); });
addEventListener('focusout', e => { if (e.target === link && !link.matches(':hover')) stop(); });
document.documentElement.addEventListener('pointerleave', stop);
