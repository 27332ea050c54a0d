import type { MailboxEvent } from '#lib/mail/mailbox-event.ts'

/** Where the events of a stream come from. */
export interface EventSource {
  /** Tells of events until the returned function is called; `end` closes the stream, and its browser comes back by itself. */
  listen(tell: (event: MailboxEvent) => void, end: () => void): () => void
  /** False once the session was ended, here or elsewhere. */
  isSignedIn(): Promise<boolean>
}

/** Keeps proxies from closing a quiet stream, and finds out when the session has ended. */
const HEARTBEAT_MILLISECONDS = 20_000
/** A browser that takes nothing any more is cut off; it comes back by itself. */
const UNREAD_LIMIT = 200

/** Server-sent events, one JSON object each, named by their kind. Ends with the request's signal. */
export function eventStream(source: EventSource, signal: AbortSignal): Response {
  const encoder = new TextEncoder()
  let stop = (): void => undefined
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (text: string): void => {
          if ((controller.desiredSize ?? 0) < -UNREAD_LIMIT) return end()
          controller.enqueue(encoder.encode(text))
        }
        const leave = source.listen((event) => send(`event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`), () => end())
        const heartbeat = setInterval(() => void beat(), HEARTBEAT_MILLISECONDS)
        heartbeat.unref()
        const beat = async (): Promise<void> => {
          const isSignedIn = await source.isSignedIn()
          if (isSignedIn) return send(': still here\n\n')
          send('event: signed-out\ndata: {"kind":"signed-out"}\n\n')
          end()
        }
        stop = () => {
          clearInterval(heartbeat)
          signal.removeEventListener('abort', end)
          leave()
        }
        const end = once(() => {
          stop()
          controller.close()
        })
        signal.addEventListener('abort', end, { once: true })
        // Sent at once, so that the browser knows the stream is open; it comes back two seconds after a lost one.
        send('retry: 2000\n\n')
      },
      cancel: () => stop(),
    },
    { highWaterMark: 1 },
  )
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' } })
}

function once(action: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    action()
  }
}
