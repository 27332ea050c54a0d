import { isViewable } from '#lib/mail/reading/viewable.ts'
import { contentDisposition, type Disposition } from './content-disposition.ts'

/** Types that a download may carry: harmless ones, since `nosniff`, `sandbox` and `attachment` go with each. Of the vendors' those that no program takes for a page. */
const DOWNLOADABLE = /^(application\/(pdf|zip|gzip|json|msword|rtf|x-tar|x-7z-compressed|vnd\.(?![^]*(?:\+xml|html|xul|flash|wap\.))[a-z0-9.+-]{1,90})|text\/(calendar|csv|vcard|markdown)|message\/rfc822)$/

/** The policy of everything that came in a message: nothing runs, nothing loads, nothing frames it. */
const SANDBOX_POLICY = "sandbox; default-src 'none'"

/** What to send of a part: whether it is shown or saved, under which name and as which type. */
export interface PartDelivery {
  readonly disposition: Disposition
  /** Lower case `type/subtype`; one that is on no list is sent as octets. */
  readonly mediaType: string
  readonly name: string
  /** Octets, where they are known exactly. */
  readonly size?: number
}

/** The headers of a part of a message: type from an allow-list, never sniffed, sandboxed, kept by no cache. */
export function partHeaders({ disposition, mediaType, name, size }: PartDelivery): Headers {
  const shown: Disposition = disposition === 'inline' && isViewable(mediaType) ? 'inline' : 'attachment'
  const headers = new Headers({
    'Content-Type': typeOf(mediaType, shown),
    'Content-Disposition': contentDisposition(shown, name),
    'Content-Security-Policy': SANDBOX_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    // `no-transform`: nothing between compresses or buffers the stream.
    'Cache-Control': 'private, no-store, no-transform',
  })
  if (size !== undefined) headers.set('Content-Length', String(size))
  return headers
}

/** The headers of a picture that the frame of a message loads by its ticket: another origin than ours, since the frame's is opaque. */
export function ticketHeaders(mediaType: string): Headers {
  const headers = partHeaders({ disposition: 'inline', mediaType, name: 'picture' })
  headers.set('Cross-Origin-Resource-Policy', 'cross-origin')
  return headers
}

function typeOf(mediaType: string, disposition: Disposition): string {
  if (mediaType === 'text/plain') return 'text/plain; charset=utf-8'
  if (disposition === 'inline' || isViewable(mediaType) || DOWNLOADABLE.test(mediaType)) return mediaType
  return 'application/octet-stream'
}
