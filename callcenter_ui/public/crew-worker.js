/*
 * The crew's page opens where there is no signal: this worker keeps the page, its scripts, styles and font.
 * It never answers for /api: what is live is live, and the page itself knows what it kept.
 */

const CACHE = 'psc119-crew-1';
const PAGE = '/crew';

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || url.pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate') event.respondWith(freshPage(request));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(keptAsset(request));
});

/** The page and everything that it names, so that the first visit already is enough. */
async function keepShell() {
  const cache = await caches.open(CACHE);
  const page = await fetch(PAGE, { cache: 'reload' });
  if (!page.ok) throw new Error(`the crew page answered ${page.status}`);
  const assets = namedIn(await page.clone().text());
  await cache.put(PAGE, page);
  await Promise.all(assets.map((path) => keepWithFonts(cache, path)));
}

async function keepWithFonts(cache, path) {
  const response = await fetch(path);
  if (!response.ok) return;
  const fonts = path.endsWith('.css') ? namedIn(await response.clone().text()) : [];
  await cache.put(path, response);
  await cache.addAll(fonts);
}

function namedIn(text) {
  return [...new Set(text.match(/\/assets\/[\w.-]+\.(?:js|css|woff2)/g) ?? [])];
}

/** The newest page while there is a link; it may name new assets, so these are kept along with it. */
async function freshPage(request) {
  try {
    const response = await fetch(request);
    if (response.ok) await refreshShell(response.clone());
    return response;
  } catch {
    return (await caches.match(PAGE)) ?? Response.error();
  }
}

async function refreshShell(page) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(PAGE);
  const text = await page.clone().text();
  if (kept && (await kept.text()) === text) return;
  await cache.put(PAGE, page);
  await Promise.all(namedIn(text).map((path) => keepWithFonts(cache, path)));
}

/** Names carry a hash of their content: what was kept once never changes. */
async function keptAsset(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) {
    const cache = await caches.open(CACHE);
    await cache.put(request, response.clone());
  }
  return response;
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('psc119-crew-') && name !== CACHE).map((name) => caches.delete(name)));
}
