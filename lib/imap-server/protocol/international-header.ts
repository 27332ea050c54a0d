const ASCII = 0x7f

/** Watches a message go by, in pieces of any size: whether its header has characters beyond ASCII and is in UTF-8 all through (RFC 6532 §3.2). */
export class InternationalHeader {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  /** The last octets, since the end of the header may lie across two pieces; undefined behind it. */
  #tail: string | undefined = '\n'
  #isBeyondAscii = false

  /** True once, at the end of such a header. */
  write(chunk: Uint8Array): boolean {
    if (this.#tail === undefined) return false
    const text = this.#tail + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1')
    const end = /\n\r?\n/.exec(text)?.index
    const header = end === undefined ? chunk : chunk.subarray(0, Math.max(0, end - this.#tail.length))
    this.#tail = end === undefined ? text.slice(-2) : undefined
    return this.#take(header) && end !== undefined && this.end()
  }

  /** The same where the message ended before its header did. */
  end(): boolean {
    return this.#take(undefined) && this.#isBeyondAscii
  }

  /** False from the first octet on that is no UTF-8. */
  #take(header: Uint8Array | undefined): boolean {
    try {
      this.#decoder.decode(header, { stream: header !== undefined })
    } catch {
      this.#tail = undefined
      this.#isBeyondAscii = false
      return false
    }
    this.#isBeyondAscii ||= header?.some((octet) => octet > ASCII) ?? false
    return true
  }
}
