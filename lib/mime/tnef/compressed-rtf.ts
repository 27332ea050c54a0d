/** What every writer and reader begins with ([MS-OXRTFCP] §2.1.2.1): 207 octets of common words. */
const COMMON = Buffer.from('{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx')
const WINDOW = 4096
const HEADER = 16
const COMPRESSED = 0x75465a4c
const PLAIN = 0x414c454d
/** Nothing that is longer than this for each of its octets was written by this method. */
const GROWTH = 9

/** The RTF in which Outlook keeps formatted text ([MS-OXRTFCP]); as far as it goes where it is damaged, undefined for what is none. */
export function readCompressedRtf(octets: Uint8Array): Buffer | undefined {
  const value = Buffer.from(octets.buffer, octets.byteOffset, octets.length)
  if (value.length < HEADER) return undefined
  const [size, kind] = [value.readUInt32LE(4), value.readUInt32LE(8)]
  const content = value.subarray(HEADER)
  if (kind === PLAIN) return content.subarray(0, size)
  return kind === COMPRESSED ? expand(content, Math.min(size, content.length * GROWTH)) : undefined
}

/** A control octet says of each of the eight that follow whether it stands for itself or refers to what was written. */
function expand(content: Buffer, size: number): Buffer {
  const window = Buffer.alloc(WINDOW)
  COMMON.copy(window)
  const out = Buffer.alloc(size)
  let [written, length] = [COMMON.length, 0]
  const put = (octet: number): void => {
    window[written] = octet
    written = (written + 1) % WINDOW
    if (length < size) out[length++] = octet
  }
  let at = 0
  while (at < content.length && length < size) {
    const control = content[at++] ?? 0
    for (let bit = 0; bit < 8 && at < content.length; bit++) {
      if (((control >> bit) & 1) === 0) {
        put(content[at++] ?? 0)
        continue
      }
      const reference = ((content[at] ?? 0) << 8) | (content[at + 1] ?? 0)
      at += 2
      const start = reference >> 4
      // A reference to where the next octet will stand is the end.
      if (start === written) return out.subarray(0, length)
      for (let step = 0; step < (reference & 15) + 2; step++) put(window[(start + step) % WINDOW] ?? 0)
    }
  }
  return out.subarray(0, length)
}
