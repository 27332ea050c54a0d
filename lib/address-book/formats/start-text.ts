import { decodeLine } from '../octets/decode-line.ts'

/** The beginning of a file as text, whatever its encoding, without a byte order mark: enough to tell formats apart. */
export function startText(start: Uint8Array): string {
  const [first, second] = start
  const octets = start.subarray(0, 4096)
  if ((first === 0xff && second === 0xfe) || (second === 0 && first !== 0)) return new TextDecoder('utf-16le').decode(octets)
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== undefined && second !== 0)) return new TextDecoder('utf-16be').decode(octets)
  return decodeLine(octets).text.replace(/^\ufeff/, '')
}
