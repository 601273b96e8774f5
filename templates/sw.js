{# Answers pages with /offline/ while there is no network, and the product's own files from what was kept. Nothing of anybody's is kept. Shows the news that inbox/pusher.py sends. #}const NAME = 'barter-{{ version }}', OFFLINE = '{{ offline }}', FILES = [{% for file in files %}'{{ file }}', {% endfor %}];
addEventListener('install', e => e.waitUntil(caches.open(NAME).then(c => c.addAll([new Request(OFFLINE, { credentials: 'omit' }), ...FILES])).then(() => skipWaiting())));
addEventListener('activate', e => e.waitUntil(caches.keys().then(all => Promise.all(all.filter(n => n !== NAME).map(n => caches.delete(n)))).then(() => clients.claim())));
addEventListener('fetch', e => {
  const { method, mode, url } = e.request;
  if (method !== 'GET') return; // the browser's own page keeps what was typed and offers to send it again
  if (mode === 'navigate') e.respondWith(fetch(e.request).catch(() => caches.match(OFFLINE)));
  else if (FILES.includes(new URL(url).pathname)) e.respondWith(caches.match(e.request).then(kept => kept ?? fetch(e.request)));
});
addEventListener('push', e => {
  const told = e.data?.json() ?? {};
  e.waitUntil(registration.showNotification('Barter', { body: told.words, tag: told.topic, data: told.url, icon: '{{ icon }}' }));
});
addEventListener('notificationclick', e => { e.notification.close(); e.waitUntil(clients.openWindow(new URL(e.notification.data ?? '/', location.origin))); });
