import { decodeStream } from '#lib/mime/charset.ts'

/** A file in UTF-8 that was in that charset, for a person who knows better than the guess; any format then reads it. An unknown charset is guessed. */
export async function* inCharset(input: AsyncIterable<Uint8Array>, charset: string): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for await (const text of decodeStream(input, charset)) yield encoder.encode(text)
}
