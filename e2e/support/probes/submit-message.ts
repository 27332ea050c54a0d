import { createConnection } from 'node:net'
import { createInterface } from 'node:readline'
import type { Site } from '../start-site.ts'

export interface NewMail {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text?: string
}

/** Delivers a message as another mail server would, by LMTP (RFC 2033); resolves when it is in the store. */
export async function deliver({ services }: Site, { from, to, subject, text = 'Hello.' }: NewMail): Promise<void> {
  const { lmtp } = services
  if (lmtp === undefined) throw new Error('the site has no LMTP')
  const socket = createConnection(lmtp.port, lmtp.host)
  const replies = createInterface({ input: socket })[Symbol.asyncIterator]()
  const expectReply = async (code: string): Promise<void> => {
    for (;;) {
      const { value, done } = await replies.next()
      if (done === true || !String(value).startsWith(code)) throw new Error(`LMTP answered ${String(value)}`)
      if (String(value)[3] !== '-') return
    }
  }
  const say = async (line: string, code: string): Promise<void> => {
    socket.write(`${line}\r\n`)
    await expectReply(code)
  }
  const body = text.replaceAll(/\r?\n/g, '\r\n').replaceAll(/^\./gm, '..')
  await expectReply('220')
  await say('LHLO tests.example', '250')
  await say(`MAIL FROM:<${from}>`, '250')
  await say(`RCPT TO:<${to}>`, '250')
  await say('DATA', '354')
  await say(`From: ${from}\r\nTo: ${to}\r\nSubject: ${subject}\r\nDate: ${new Date().toUTCString()}\r\nMessage-ID: <${crypto.randomUUID()}@tests.example>\r\n\r\n${body}\r\n.`, '250')
  socket.end('QUIT\r\n')
}
