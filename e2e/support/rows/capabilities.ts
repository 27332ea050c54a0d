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

/** Resolves once somebody who is signed in over IMAP and waits (RFC 2177) is told that line. */
export async function tellsWaiting(site: Site, { name, password }: { readonly name: string; readonly password: string }, line: string): Promise<void> {
  const socket = connect(site.services.imap?.port ?? 0, '127.0.0.1')
  socket.setTimeout(20_000, () => socket.destroy())
  socket.write(`a LOGIN ${name} ${password}\r\nb SELECT INBOX\r\nc IDLE\r\n`)
  try {
    for await (const said of createInterface({ input: socket })) if (said === line) return
    throw new Error(`the server never said ${line}`)
  } finally {
    socket.destroy()
  }
}
