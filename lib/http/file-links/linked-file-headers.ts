import type { LinkedFile } from '#lib/gateway/file-links/open-linked-file.ts'
import { partHeaders } from '../content/part-headers.ts'

/** The headers of a file that somebody has a link to: octets to be saved, whatever they are (threats D5), in pieces where asked for (RFC 9110 §14); in no index. */
export function linkedFileHeaders({ name, size, range, tag }: Omit<LinkedFile, 'content'>): Headers {
  const headers = partHeaders({ disposition: 'attachment', mediaType: 'application/octet-stream', name, size: range ? range.to - range.from + 1 : size })
  headers.set('Accept-Ranges', 'bytes')
  headers.set('ETag', tag)
  headers.set('X-Robots-Tag', 'noindex, nofollow')
  if (range) headers.set('Content-Range', `bytes ${range.from}-${range.to}/${size}`)
  return headers
}
