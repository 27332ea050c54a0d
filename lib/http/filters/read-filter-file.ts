import { isUtf8 } from 'node:buffer'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { SCRIPT_OCTETS, scriptNameOfFile } from '#lib/mail/filters/script.ts'
import type { FormFields } from '../failed-forms.ts'
import { readUpload } from '../writing/read-upload.ts'

/** A filter that somebody brings along, under the name of its file unless they type another. */
export interface FilterFile {
  readonly name: string
  readonly text: string
}

/** Reads a multipart form with one file; its fields are judged by `check` first. Throws GatewayError 'too-large' or 'invalid'. */
export async function readFilterFile(request: Request, check: (fields: FormFields) => void): Promise<FilterFile> {
  const pieces: Uint8Array[] = []
  let [size, file] = [0, '']
  const { fields, failure } = await readUpload(request, { fieldOctets: 4096, fields: 10, files: 1 }, async ({ name, content }) => {
    file = name
    for await (const piece of content) {
      size += piece.length
      if (size > SCRIPT_OCTETS) throw new GatewayError('too-large', 'file', { refusal: { name: 'filter-large', with: { kilobytes: SCRIPT_OCTETS / 1024 } } })
      pieces.push(piece)
    }
  })
  check(fields)
  if (failure !== undefined) throw failure
  if (file === '') throw new GatewayError('invalid', 'no file', { refusal: { name: 'filter-no-file' } })
  const octets = Buffer.concat(pieces)
  if (!isUtf8(octets)) throw new GatewayError('invalid', 'no text', { refusal: { name: 'filter-not-text' } })
  return { name: fields.name?.[0]?.trim() || scriptNameOfFile(file), text: octets.toString('utf8').replace(/^\ufeff/, '') }
}
