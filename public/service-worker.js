/*
 * The service worker of the installed application. It keeps one page, /offline, which says that the site cannot be reached and
 * names nobody, and shows it where a page that somebody opens cannot be fetched. It keeps no other answer: mail never stands in
 * its cache. What is not the opening of a page it does not even look at. The address that it is registered with carries a
 * version of that page.
 */
const CACHE = `postern-shell ${self.registration.scope}`
const OFFLINE = new URL('offline', self.registration.scope).href

self.addEventListener('install', (event) => event.waitUntil(keepOfflinePage()))
self.addEventListener('activate', (event) => event.waitUntil(begin()))

self.addEventListener('fetch', (event) => {
  const { method, mode, destination } = event.request
  if (method === 'GET' && mode === 'navigate' && destination === 'document') event.respondWith(open(event))
})

async function keepOfflinePage() {
  const cache = await caches.open(CACHE)
  await cache.add(new Request(OFFLINE, { cache: 'reload' }))
  await self.skipWaiting()
}

/** Pages are asked for while the worker still starts: it costs them nothing. */
async function begin() {
  await self.registration.navigationPreload?.enable()
  await self.clients.claim()
}

async function open(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request))
  } catch {
    return (await caches.match(OFFLINE, { cacheName: CACHE })) ?? Response.error()
  }
}
