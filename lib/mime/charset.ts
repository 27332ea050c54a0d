import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { ShiftedDecoder } from './decoders/shifted-charset.ts'
import { Utf7Decoder } from './decoders/utf7.ts'

/** Names found in mail that neither TextDecoder nor iconv-lite knows, in lower case. */
const ALIASES: ReadonlyMap<string, string> = new Map(Object.entries({
  '8859-1': 'iso-8859-1',
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  'shift-jis': 'shift_jis',
  'windows-932': 'shift_jis',
  cp936: 'gbk',
  ms936: 'gbk',
  'windows-936': 'gbk',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  uhc: 'euc-kr',
  'windows-949': 'euc-kr',
  'x-windows-949': 'euc-kr',
  cp950: 'big5',
  'windows-950': 'big5',
  'x-windows-950': 'big5',
  'cp-850': 'cp850',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-3': 'iso-2022-jp',
  'iso-2022-jp-ms': 'iso-2022-jp',
  'cp50220': 'iso-2022-jp',
  'cp50221': 'iso-2022-jp',
  'unicode-1-1-utf-7': 'utf-7',
  'x-unicode-2-0-utf-7': 'utf-7',
  utf7: 'utf-7',
  'utf-8mb4': 'utf-8',
  utf8mb4: 'utf-8',
  'utf_8': 'utf-8',
  'hz-gb2312': 'hz-gb-2312',
  hz: 'hz-gb-2312',
  csiso2022kr: 'iso-2022-kr',
  'mac-roman': 'macintosh',
  '_iso-2022-jp$esc': 'iso-2022-jp',
  'shift_jis-2004': 'shift_jis',
  'shift_jisx0213': 'shift_jis',
  eucjpms: 'euc-jp',
  'euc-jisx0213': 'euc-jp',
  'euc-jis-2004': 'euc-jp',
  'x-mac-ukrainian': 'macukraine',
  'x-mac-ce': 'maccenteuro',
  ptcp154: 'pt154',
  cp154: 'pt154',
  'strk1048-2002': 'rk1048',
  kz1048: 'rk1048',
}))

/** Where the platform's decoder is poorer than its standard (WHATWG Encoding §5): 8,824 syllables of Korean and the Chinese of Hong Kong are lost there. */
const RICHER: Readonly<Record<string, string>> = { 'euc-kr': 'cp949', big5: 'big5hkscs' }

/** Names that say nothing: the octets themselves decide. */
const UNSAID = new Set(['', 'us-ascii', 'ascii', 'ansi_x3.4-1968', 'iso646-us', 'unknown-8bit', 'x-unknown', 'unknown', 'default', 'none', 'binary', '8bit', '7bit', 'x-user-defined'])

/** TextDecoder would take these for little-endian; iconv-lite looks at the octets when there is no byte order mark. */
const BY_ICONV = new Set(['utf-16', 'utf-32', 'utf-7', 'ucs-2', 'iso-10646-ucs-2', 'csunicode', 'unicode'])

type Decoding = { readonly by: 'guess' } | { readonly by: 'platform' | 'iconv' | 'shifted'; readonly name: string }

/** How to decode a charset of that name, whatever its spelling; unknown names are guessed from the octets. */
function decodingOf(charset: string): Decoding {
  // RFC 2231 §5 lets a language follow the charset behind an asterisk.
  const label = charset.slice(0, 100).trim().toLowerCase().replace(/^["']+|["';,\s]+$/g, '').replace(/\*.*$/s, '')
  const spelled = ALIASES.get(label) ?? label.replace(/^(?:x-)?(?:windows|win|cp)[-_ ]?(125\d)$/, 'windows-$1')
  if (UNSAID.has(spelled)) return { by: 'guess' }
  if (spelled === 'iso-2022-kr' || spelled === 'hz-gb-2312') return { by: 'shifted', name: spelled }
  if (BY_ICONV.has(spelled)) return { by: 'iconv', name: /uc|unicode/.test(spelled) ? 'utf-16' : spelled }
  try {
    const { encoding } = new TextDecoder(spelled)
    const richer = RICHER[encoding]
    return richer === undefined ? { by: 'platform', name: encoding } : { by: 'iconv', name: richer }
  } catch {
    // A RangeError: the platform does not know the name.
  }
  const known = [spelled, spelled.replace(/^x-(?=mac)/, '')].find((name) => name.length <= 40 && iconv.encodingExists(name))
  return known === undefined ? { by: 'guess' } : { by: 'iconv', name: known }
}

/** The byte order mark of UTF-16, which no text in another charset begins with (Encoding standard §6). */
function markedUtf16([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}

/** Undeclared octets: UTF-16 where they are marked so, UTF-8 when they are valid UTF-8, else windows-1252. */
function guessText(octets: Uint8Array): string {
  return new TextDecoder(markedUtf16(octets) ?? (isUtf8(octets) ? 'utf-8' : 'windows-1252')).decode(octets)
}

/** True for what is said to have two or four octets for a letter, and has none that is zero: a text in another charset, as programs label it that write UTF-16 inside. */
function isNoUtf16(octets: Uint8Array, name: string): boolean {
  return /^utf-?(?:16|32)|^ucs/i.test(name) && markedUtf16(octets) === undefined && isUtf8(octets) && !octets.includes(0)
}

/** The text of octets in that charset; never throws. An unknown or undeclared charset is guessed: UTF-8, then windows-1252. */
export function decodeOctets(octets: Uint8Array, charset: string): string {
  const decoding = decodingOf(charset)
  if (decoding.by === 'guess' || isNoUtf16(octets, decoding.name)) return guessText(octets)
  if (decoding.by === 'platform') return new TextDecoder(decoding.name).decode(octets)
  if (decoding.by === 'iconv') return iconv.decode(Buffer.from(octets.buffer, octets.byteOffset, octets.length), decoding.name)
  const decoder = new ShiftedDecoder(decoding.name)
  return decoder.write(octets) + decoder.end()
}

interface ChunkDecoder {
  write(chunk: Uint8Array): string
  end(): string
}

/** UTF-8 up to the first chunk that is not; from there windows-1252. */
class GuessingDecoder implements ChunkDecoder {
  #decoder = new TextDecoder('utf-8', { fatal: true })
  #strict = true
  /** Octets of a character that was cut by the end of the last chunk, in case the next one is not UTF-8. */
  #cut: Uint8Array = new Uint8Array(0)

  write(chunk: Uint8Array): string {
    if (!this.#strict) return this.#decoder.decode(chunk, { stream: true })
    try {
      const text = this.#decoder.decode(chunk, { stream: true })
      this.#cut = cutCharacter(this.#cut, chunk)
      return text
    } catch {
      this.#strict = false
      this.#decoder = new TextDecoder('windows-1252')
      return this.#decoder.decode(this.#cut, { stream: true }) + this.#decoder.decode(chunk, { stream: true })
    }
  }

  end(): string {
    try {
      return this.#decoder.decode()
    } catch {
      return new TextDecoder('windows-1252').decode(this.#cut)
    }
  }
}

/** UTF-16 where the first two octets mark it, else a guess. */
class UndeclaredDecoder implements ChunkDecoder {
  #head: Uint8Array = new Uint8Array(0)
  #chosen: ChunkDecoder | undefined

  write(chunk: Uint8Array): string {
    if (this.#chosen) return this.#chosen.write(chunk)
    this.#head = Buffer.concat([this.#head, chunk])
    return this.#head.length < 2 ? '' : this.#choose().write(this.#head)
  }

  end(): string {
    return this.#chosen ? this.#chosen.end() : this.#choose().write(this.#head) + this.#choose().end()
  }

  #choose(): ChunkDecoder {
    const marked = markedUtf16(this.#head)
    return (this.#chosen ??= marked ? platformDecoder(marked) : new GuessingDecoder())
  }
}

/** The octets at the end that begin a UTF-8 character without ending it; `before` are those of the chunk before. */
function cutCharacter(before: Uint8Array, chunk: Uint8Array): Uint8Array {
  const tail = chunk.length >= 3 ? chunk.subarray(-3) : Buffer.concat([before, chunk]).subarray(-3)
  for (let back = 1; back <= tail.length; back++) {
    const octet = tail[tail.length - back] ?? 0
    if (octet < 0x80) break
    if (octet < 0xc0) continue
    const length = octet >= 0xf0 ? 4 : octet >= 0xe0 ? 3 : 2
    return length > back ? Uint8Array.from(tail.subarray(tail.length - back)) : new Uint8Array(0)
  }
  return new Uint8Array(0)
}

function chunkDecoder(charset: string): ChunkDecoder {
  const decoding = decodingOf(charset)
  if (decoding.by === 'guess') return new UndeclaredDecoder()
  if (decoding.by === 'shifted') return new ShiftedDecoder(decoding.name)
  if (decoding.name === 'utf-7') return new Utf7Decoder()
  if (decoding.by === 'iconv') {
    const decoder = iconv.getDecoder(decoding.name)
    return { write: (chunk) => decoder.write(Buffer.from(chunk)), end: () => decoder.end() ?? '' }
  }
  return platformDecoder(decoding.name)
}

function platformDecoder(name: string): ChunkDecoder {
  const decoder = new TextDecoder(name)
  return { write: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() }
}

/** The text of a stream of octets, piece by piece, each as long as its chunk; never throws by itself. */
export async function* decodeStream(content: AsyncIterable<Uint8Array>, charset: string): AsyncIterable<string> {
  const decoder = chunkDecoder(charset)
  for await (const chunk of content) {
    const text = decoder.write(chunk)
    if (text !== '') yield text
  }
  const rest = decoder.end()
  if (rest !== '') yield rest
}
