import { createReadStream } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import type { ScannerAddress } from '#lib/mail/network/scanner-address.ts'

/** Octets of one chunk. */
const CHUNK = 64 * 1024
/** An answer is a line; more is no clamd. */
const ANSWER_OCTETS = 4096

/**
 * The virus that clamd finds in that file, undefined where it finds none: its command INSTREAM, chunks behind their length in four octets, the highest first, and an empty one at
 * the end (clamd(8)). The file leaves to clamd's pace. Rejects for any other answer, as for a file above its StreamMaxLength, and when the signal aborts.
 */
export async function askClamd(address: Exclude<ScannerAddress, { kind: 'program' }>, file: string, signal: AbortSignal): Promise<string | undefined> {
  const socket = connect({ ...(address.kind === 'socket' ? { path: address.path } : { host: address.host, port: address.port }), signal })
  const answered = readAnswer(socket)
  // Told by the wait below; a failure while the file is sent is not to end the process.
  answered.catch(() => undefined)
  try {
    await once(socket, 'connect', { signal })
    // An answer that comes first, such as "size limit exceeded", ends the sending.
    await Promise.race([sendFile(socket, file, signal), answered])
    return verdictOf(await answered)
  } finally {
    socket.destroy()
  }
}

async function sendFile(socket: Socket, file: string, signal: AbortSignal): Promise<void> {
  await write(socket, Buffer.from('zINSTREAM\0'), signal)
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK, signal }) as AsyncIterable<Buffer>) {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(chunk.length)
    await write(socket, Buffer.concat([length, chunk]), signal)
  }
  await write(socket, Buffer.alloc(4), signal)
}

async function write(socket: Socket, octets: Buffer, signal: AbortSignal): Promise<void> {
  if (socket.destroyed) throw new Error('clamd hung up')
  if (!socket.write(octets)) await once(socket, 'drain', { signal })
}

/** What clamd says until it hangs up or ends its line by a NUL. */
function readAnswer(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const done = (): void => (text === '' ? reject(new Error('clamd said nothing')) : resolve(text))
    socket.on('data', (piece: Buffer) => {
      text += piece.toString('latin1')
      if (text.includes('\0') || text.length > ANSWER_OCTETS) done()
    })
    socket.on('error', (error) => (text === '' ? reject(error) : resolve(text)))
    socket.on('close', done)
  })
}

function verdictOf(answer: string): string | undefined {
  const line = (answer.split(/[\0\n]/, 1)[0] ?? '').trim()
  const found = /^stream: (.+) FOUND$/.exec(line)?.[1]
  if (found !== undefined) return found
  if (line === 'stream: OK') return undefined
  throw new Error(`clamd: ${line.replace(/[^\x20-\x7e]/g, '?').slice(0, 200)}`)
}
