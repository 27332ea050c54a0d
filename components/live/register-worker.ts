/** Registers the service worker where browsers have them: over https and on this machine. One that cannot be had harms nothing. */
export async function registerWorker(url: string, scope: string): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  await navigator.serviceWorker.register(url, { scope, updateViaCache: 'none' }).catch(() => undefined) // the site goes on without being installable offline
}
