// A file that is dropped on a licence: its fingerprint is made on this device and asked for; the file itself goes nowhere.
const f = document.querySelector('[data-fingerprint]'), told = f.querySelector('[role=status]'), input = f.querySelector('[type=file]');
const percent = share => new Intl.NumberFormat(document.documentElement.lang, { style: 'percent' }).format(Math.floor(share * 10) / 10); // in tens: it is read out
let worker;
input.addEventListener('change', () => {
  worker?.terminate();
  if (!input.files[0]) return;
  worker = new Worker(f.dataset.fingerprint);
  const tell = text => { if (told.textContent !== text) told.textContent = text; }, stopped = () => tell(f.dataset.stopped);
  worker.onerror = stopped;
  worker.onmessage = ({ data: { share, hash } }) => {
    if (hash) { f.elements.sha256.value = hash; input.value = ''; f.submit(); } else if (share === undefined) stopped();
    else tell(f.dataset.share.replace('{percent}', percent(share)));
  };
  worker.postMessage(input.files[0]);
});
