import type { Share, SharedFile } from '#lib/gateway/sharing/waiting-shares.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import { readUpload } from '../writing/read-upload.ts'

/** Where files are put while nobody knows yet whose they are. */
export interface FileRoom {
  write(content: AsyncIterable<Uint8Array>, limit: number): Promise<{ readonly id: string; readonly size: number }>
}

/** A text that is longer belongs into a file. */
const LIMITS = { fieldOctets: 1024 * 1024, fields: 20, files: 100 }

export interface ReceivedShare {
  readonly share: Share
  /** Why not everything arrived; what did is in the share. */
  readonly failure: unknown
}

/** Reads what a device hands over, the files to the disk as they come, at most `octets` of them in all. */
export async function receiveShare(request: Request, room: FileRoom, octets: number): Promise<ReceivedShare> {
  const files: SharedFile[] = []
  let left = octets
  const { fields, failure } = await readUpload(request, LIMITS, async ({ name, mediaType, content }) => {
    const file = await room.write(content, left).catch((error: unknown) => {
      throw isGatewayError(error) && error.failure === 'too-large' ? new GatewayError('too-large', 'shared file', { refusal: { name: 'attachment-no-room', with: { name } } }) : error
    })
    left -= file.size
    files.push({ ...file, name, mediaType })
  })
  const text = (name: string): string => fields[name]?.[0] ?? ''
  return { share: { title: text('title'), text: text('text'), url: text('url'), files }, failure }
}
