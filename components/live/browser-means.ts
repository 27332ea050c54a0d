import type { StreamMeans } from './shared-stream.ts'

/** The means of a real browser. Web Locks exist only where the page is secure, which loopback is. */
export const BROWSER_MEANS: StreamMeans = {
  hold: typeof navigator !== 'undefined' && navigator.locks
    ? async (name, signal, task) => {
        await navigator.locks.request(name, { signal }, task)
      }
    : undefined,
  openChannel: (name, hear) => {
    const channel = new BroadcastChannel(name)
    channel.onmessage = (event) => hear(event.data)
    return { say: (what) => channel.postMessage(what), close: () => channel.close() }
  },
  openStream: (url, hear) => {
    const stream = new EventSource(url)
    stream.onmessage = (event) => hear(String(event.data))
    return { close: () => stream.close() }
  },
}
