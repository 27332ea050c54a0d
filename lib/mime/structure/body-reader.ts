import { transferDecoder, type TransferDecoder } from '../transfer-encoding.ts'
import { previewLimit, type TextBeginning } from '../preview.ts'
import { OctetCollector } from './octet-collector.ts'
import type { PartNode } from './part-node.ts'

const CR = 0x0d
const LF = 0x0a
const NOTHING = Buffer.alloc(0)

interface OpenLeaf {
  readonly node: PartNode
  readonly decoder: TransferDecoder
  /** Octets of the body that the decoder has had. */
  taken: number
  decodedSize: number
  hasNul: boolean
  /** Where the beginning of a text goes. */
  readonly beginning: OctetCollector | undefined
}

/**
 * Decodes the body of each leaf as it goes by; keeps how long it gets, and the beginning of the first plain text and the first HTML
 * that are no attachments. Memory: one line break, and those two.
 */
export class BodyReader {
  #leaf: OpenLeaf | undefined
  /** The line break at the end: it belongs to the delimiter if one follows (RFC 2046 §5.1.1). */
  #held: Buffer = NOTHING
  readonly #texts: { readonly mediaType: string; readonly charset: string; readonly beginning: OctetCollector }[] = []

  /** What a preview can be made of, in the order of the parts. */
  get texts(): readonly TextBeginning[] {
    return this.#texts.map(({ mediaType, charset, beginning }) => ({ mediaType, charset, octets: beginning.octets }))
  }

  open(node: PartNode): void {
    this.#leaf = { beginning: this.#beginningOf(node), node, decoder: transferDecoder(node.entity.encoding), taken: 0, decodedSize: 0, hasNul: false }
    this.#held = NOTHING
  }

  /** The next octets that are no header and no delimiter. */
  write(octets: Buffer): void {
    if (!this.#leaf || octets.length === 0) return
    const held = this.#held
    const breakLength = lengthOfBreak(octets, held)
    if (breakLength > octets.length) {
      // The line feed alone, behind its CR.
      this.#held = Buffer.concat([held, octets])
      return
    }
    this.#take(this.#leaf, held)
    this.#take(this.#leaf, octets.subarray(0, octets.length - breakLength))
    // The piece is not ours to keep.
    this.#held = breakLength === 0 ? NOTHING : Buffer.from(octets.subarray(octets.length - breakLength))
  }

  /** The part has ended; if it is the leaf that is being read, what was found goes to its node. */
  close(node: PartNode): void {
    const leaf = this.#leaf
    if (leaf?.node !== node) return
    this.#leaf = undefined
    const length = node.bodyEnd - node.bodyStart
    this.#take(leaf, this.#held.subarray(0, Math.max(0, length - leaf.taken)))
    this.#count(leaf, leaf.decoder.end())
    // A line that was too long to be held may be missing: then nothing is known.
    if (leaf.taken === length) node.decoded = { decodedSize: leaf.decodedSize, hasNul: leaf.hasNul }
  }

  #take(leaf: OpenLeaf, octets: Buffer): void {
    if (octets.length === 0) return
    leaf.taken += octets.length
    this.#count(leaf, leaf.decoder.write(octets))
  }

  #count(leaf: OpenLeaf, decoded: Uint8Array): void {
    leaf.decodedSize += decoded.length
    leaf.hasNul ||= decoded.includes(0)
    leaf.beginning?.append(decoded, previewLimit(mediaTypeOf(leaf.node)))
  }

  #beginningOf(node: PartNode): OctetCollector | undefined {
    const mediaType = mediaTypeOf(node)
    const { wireExtension, charset } = node.entity
    const isWanted = previewLimit(mediaType) > 0 && !this.#texts.some((text) => text.mediaType === mediaType) && !/^\("attachment"/i.test(wireExtension)
    if (!isWanted) return undefined
    const beginning = new OctetCollector()
    this.#texts.push({ mediaType, charset, beginning })
    return beginning
  }
}

const mediaTypeOf = ({ entity }: PartNode): string => `${entity.type}/${entity.subtype}`

/** Octets of a line break, or of what may become one, at the end of `octets` behind `held`. */
function lengthOfBreak(octets: Buffer, held: Buffer): number {
  const last = octets.at(-1)
  if (last === CR) return 1
  if (last !== LF) return 0
  const previous = octets.length > 1 ? octets.at(-2) : held.at(-1)
  return previous === CR ? 2 : 1
}
