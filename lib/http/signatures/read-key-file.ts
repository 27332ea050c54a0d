import { KEY_SOURCE_OCTETS } from '#lib/gateway/signatures/add-keys.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { FormFields } from '../failed-forms.ts'
import { readUpload } from '../writing/read-upload.ts'

/** The octets of a key file in a multipart form; its fields are judged by `check` first. Throws GatewayError 'too-large' or 'invalid'. */
export async function readKeyFile(request: Request, check: (fields: FormFields) => void): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  const { fields, failure } = await readUpload(request, { fieldOctets: 4096, fields: 10, files: 1 }, async ({ content }) => {
    for await (const piece of content) {
      size += piece.length
      if (size > KEY_SOURCE_OCTETS) throw new GatewayError('too-large', 'key file', { refusal: { name: 'key-large' } })
      pieces.push(piece)
    }
  })
  check(fields)
  if (failure !== undefined) throw failure
  return new Uint8Array(Buffer.concat(pieces))
}
