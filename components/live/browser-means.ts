import type { MailboxEvent } from '#lib/mail/mailbox-event.ts'
import type { StreamMeans } from './shared-stream.ts'

/** The names of the stream's events; a record, so that a new kind is not forgotten. */
const KINDS: Readonly<Record<MailboxEvent['kind'], true>> = { 'mailbox-changed': true, 'signed-out': true, interrupted: true, watching: true, announced: true, themed: true }

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
    for (const kind of Object.keys(KINDS)) stream.addEventListener(kind, (event) => hear(String((event as MessageEvent).data)))
    return { close: () => stream.close() }
  },
}
