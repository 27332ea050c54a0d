import type { UploadProgress } from '#lib/gateway/writing/attaching/resumable-upload.ts'
import { attachedView } from '#lib/gateway/writing/view-composition.ts'
import type { Writer } from '#lib/gateway/writing/writing.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { json } from '../answers.ts'

/** One piece of a file, as its request brings it. */
export interface IncomingPiece {
  readonly offset: number
  readonly sha256?: string
  readonly content: AsyncIterable<Uint8Array>
}

/** The piece, or that the upload is given up. Throws GatewayError 'forbidden-origin' without the header that no other site can send, 'invalid' for anything else. */
export function readPiece({ headers, body }: Request): IncomingPiece | 'cancel' {
  if (headers.get('x-postern') === null) throw new GatewayError('forbidden-origin', 'X-Postern')
  if (headers.get('upload-cancel') !== null) return 'cancel'
  const offset = /^[0-9]{1,15}$/.exec(headers.get('upload-offset') ?? '')?.[0]
  const checksum = headers.get('upload-checksum')
  const sha256 = /^sha256 ([A-Za-z0-9+/]{43}=)$/.exec(checksum ?? '')?.[1]
  if (offset === undefined || (checksum !== null && sha256 === undefined) || !body) throw new GatewayError('invalid', 'piece of an upload')
  return { offset: Number(offset), content: body as unknown as AsyncIterable<Uint8Array>, ...(sha256 === undefined ? {} : { sha256 }) }
}

/** How far it is; at its end the composition as the form shows it, or that it is a link. */
export function answerUpload(writer: Writer, { id, received, attached, linked }: UploadProgress): Response {
  return json({ id, received, ...(attached ? attachedView(writer, attached) : {}), ...(linked ? { linked } : {}) })
}
