// A device that shows news: the browser asks its owner; where it may not, the form goes without, and the answer says why.
document.addEventListener('submit', async e => {
  const f = e.target;
  if (!f.matches('[data-push]')) return;
  e.preventDefault();
  const got = await (await navigator.serviceWorker?.ready)?.pushManager?.subscribe({ userVisibleOnly: true, applicationServerKey: f.dataset.push }).catch(() => 0);
  f.subscription.value = got ? JSON.stringify(got) : ''; f.submit();
});
