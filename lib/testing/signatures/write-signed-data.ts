/** One BER element of known length (X.690 §8.1.3.4). */
export function writeElement(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  const size = Buffer.alloc(4)
  size.writeUInt32BE(content.length)
  const length = content.length < 0x80 ? Buffer.from([content.length]) : Buffer.concat([Buffer.from([0x84]), size])
  return Buffer.concat([Buffer.from([tag]), length, content])
}

/** The same with an end mark in place of its length (X.690 §8.1.3.6). */
export function indefinite(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.from([tag, 0x80]), ...contents, Buffer.from([0, 0])])
}

/** Signed data (RFC 5652 §5) that nobody has signed, around that string. */
export function signedData(string: Uint8Array, write = writeElement): Buffer {
  const oid = (hex: string): Buffer => writeElement(0x06, Buffer.from(hex, 'hex'))
  const content = write(0x30, oid('2a864886f70d010701'), write(0xa0, string))
  return write(0x30, oid('2a864886f70d010702'), write(0xa0, write(0x30, writeElement(0x02, Buffer.from([1])), writeElement(0x31), content, writeElement(0x31))))
}

/** A message part of that content, opaque (RFC 8551 §3.5.2); its header lines and its body. */
export function opaquePart(content: Uint8Array): { readonly type: string; readonly body: string } {
  const base64 = signedData(writeElement(0x04, content)).toString('base64').replace(/.{76}/g, '$&\r\n')
  return { type: 'application/pkcs7-mime; smime-type=signed-data; name=smime.p7m', body: base64 }
}
