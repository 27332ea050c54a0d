import { decodeOctets, decodeStream } from '../charset.ts'

/** Octets in which a document says what charset it is in: HTML asks for 1024, mail takes its time. */
const HEAD = 2048

/** The charset of HTML: the one that its part declares or somebody chose, else the one that it names itself; '' where the octets are to be guessed. */
function htmlCharset(octets: Uint8Array, declared: string): string {
  if (declared !== '' && declared.toLowerCase() !== 'us-ascii') return declared
  const head = Buffer.from(octets.subarray(0, HEAD)).toString('latin1')
  const named = /<meta[^>]{0,200}charset\s*=\s*["']?([a-z0-9_:.-]{1,40})/i.exec(head)?.[1] ?? ''
  // What could be read like that has one octet for a letter, whatever it says (HTML §13.2.3.2).
  return /^(?:utf-?(?:16|32)|ucs)/i.test(named) ? '' : named
}

/** The text of HTML by the charset that its part declares or somebody chose, else by the one that it names itself, else by a guess. */
export function decodeHtml(octets: Uint8Array, declared: string): string {
  return decodeOctets(octets, htmlCharset(octets, declared))
}

/** `decodeHtml` of a stream of octets, piece by piece. */
export async function* decodeHtmlStream(content: AsyncIterable<Uint8Array>, declared: string): AsyncIterable<string> {
  const rest = content[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let read = 0
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    first.push(next.value)
    read += next.value.length
    if (read >= HEAD) break
  }
  const head = Buffer.concat(first)
  yield* decodeStream(behind(head, rest), htmlCharset(head, declared))
}

async function* behind(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield head
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}
