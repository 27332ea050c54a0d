import { connect } from 'node:net'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { demoMailboxes } from '#lib/demo/demo-mailboxes.ts'
import type { DemoMessage } from '#lib/demo/demo-mailboxes.ts'

/** Messages in one command: few round trips, and the server's buffers stay small. */
const BATCH = 500
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Appends the demonstration's mail of one account to a server with MULTIAPPEND (RFC 3502) and LITERAL+ (RFC 7888). */
export async function appendDemo(host: string, port: number, user: { readonly name: string; readonly password: string }): Promise<void> {
  const socket = connect(port, host)
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
  const tagged = async (): Promise<void> => {
    for (;;) {
      const { value, done } = await lines.next()
      if (done === true) throw new Error('the server hung up')
      if (String(value).startsWith('a OK')) return
      if (/^a (NO|BAD)/.test(String(value))) throw new Error(String(value))
    }
  }
  const write = async (octets: string | Uint8Array): Promise<void> => {
    if (!socket.write(octets)) await once(socket, 'drain')
  }
  const command = async (line: string): Promise<void> => {
    await write(`a ${line}\r\n`)
    await tagged()
  }
  // As people make them: the mailbox above first, or it could not be opened (RFC 9051 §6.3.4 leaves it to the server).
  const made = new Set(['INBOX'])
  const make = async (mailbox: string): Promise<void> => {
    for (const { index } of mailbox.matchAll(/\/|$/g)) {
      const name = mailbox.slice(0, index)
      if (!made.has(name)) await command(`CREATE "${name}"`)
      made.add(name)
    }
  }
  await command(`LOGIN "${user.name}" "${user.password}"`)
  for (const { account, mailbox, messages } of demoMailboxes()) {
    if (account !== user.name) continue
    await make(mailbox)
    for (const batch of inBatches(messages)) {
      await write(`a APPEND "${mailbox}"`)
      for (const message of batch) {
        await write(` (${message.flags.join(' ')}) "${dateTime(message.internalDate)}" {${message.content.length}+}\r\n`)
        await write(message.content)
      }
      await write('\r\n')
      await tagged()
    }
  }
  socket.end('a LOGOUT\r\n')
}

function* inBatches(messages: Iterable<DemoMessage>): Generator<DemoMessage[]> {
  let batch: DemoMessage[] = []
  for (const message of messages) {
    batch.push(message)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** RFC 9051 §9: date-time, as in `" 5-Oct-2026 08:12:00 +0000"`. */
function dateTime(date: Date): string {
  return `${String(date.getUTCDate()).padStart(2, ' ')}-${MONTHS[date.getUTCMonth()]}-${date.getUTCFullYear()} ${date.toISOString().slice(11, 19)} +0000`
}
