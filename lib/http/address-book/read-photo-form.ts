import type { FormFields } from '../failed-forms.ts'
import { readUpload } from '../writing/read-upload.ts'

/** Reads a multipart form with one file, of which one octet more than `most` is kept; undefined without a file. Its fields are judged by `check` first. */
export async function readPhotoForm(request: Request, most: number, check: (fields: FormFields) => void): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = []
  let size = 0
  const { fields, failure } = await readUpload(request, { fieldOctets: 4096, fields: 10, files: 1 }, async ({ content }) => {
    for await (const piece of content) {
      if (size <= most) pieces.push(piece)
      size += piece.length
    }
  })
  check(fields)
  if (failure !== undefined) throw failure
  return size === 0 ? undefined : Buffer.concat(pieces)
}
