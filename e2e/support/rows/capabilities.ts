import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import type { Site } from '../start-site.ts'

/** What the site's IMAP server announces before anybody signs in (RFC 9051 §6.1.1). */
export async function capabilities({ services: { imap } }: Site): Promise<readonly string[]> {
  if (imap === undefined) throw new Error('the site has no IMAP')
  const socket = connect(imap.port, imap.host)
  socket.setTimeout(5_000, () => socket.destroy())
  socket.write('a CAPABILITY\r\n')
  try {
    for await (const line of createInterface({ input: socket })) {
      if (line.startsWith('* CAPABILITY ')) return line.split(' ').slice(2)
    }
    throw new Error('the server closed without its capabilities')
  } finally {
    socket.destroy()
  }
}
