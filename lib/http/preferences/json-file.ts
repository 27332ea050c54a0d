import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { FormFields } from '../failed-forms.ts'
import { readUpload } from '../writing/read-upload.ts'

/** Far more than all that an account may keep. */
const FILE_OCTETS = 256 * 1024

/** Reads a multipart form with one JSON file in it; its fields are judged by `check` first. Throws GatewayError 'too-large' or 'invalid'. */
export async function readJsonFile(request: Request, check: (fields: FormFields) => void): Promise<unknown> {
  const pieces: Uint8Array[] = []
  const { fields, failure } = await readUpload(request, { fieldOctets: 4096, fields: 10, files: 1 }, async ({ content }) => {
    let size = 0
    for await (const piece of content) {
      size += piece.length
      if (size > FILE_OCTETS) throw new GatewayError('too-large', 'file')
      pieces.push(piece)
    }
  })
  check(fields)
  if (failure !== undefined) throw failure
  try {
    return JSON.parse(new TextDecoder().decode(Buffer.concat(pieces)))
  } catch (error) {
    throw new GatewayError('invalid', 'JSON file', { cause: error })
  }
}
