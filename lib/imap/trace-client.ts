import type { Traced } from '#lib/log/trace/traced.ts'
import type { ImapFlow } from 'imapflow'

/** What imapflow looks at each time it reads or writes, and its types keep to themselves. */
interface Inside {
  logRaw: boolean
  emitLogs: boolean
  readonly streamer: { readonly options: { logRaw: boolean } }
}

/** Hands what a client and its server say to each other to whoever traces the account; while nobody does, nothing is gathered. */
export function traceClient(client: ImapFlow, traced: Traced | undefined): void {
  if (!traced) return
  const inside = client as unknown as Inside
  const change = (isOn: boolean): void => {
    inside.logRaw = inside.emitLogs = inside.streamer.options.logRaw = isOn
  }
  const conversation = traced('imap', change)
  client.on('log', ({ src, data }: { readonly src?: string; readonly data?: unknown }) => {
    if (typeof data !== 'string') return
    const octets = Buffer.from(data, 'base64')
    if (src === 'c') conversation.client(octets)
    else if (src === 's') conversation.server(octets)
  })
  client.once('close', () => conversation.end())
}
