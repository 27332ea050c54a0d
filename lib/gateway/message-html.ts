import type { LinkDoubt } from '#lib/html/links/link-doubt.ts'
import { sanitizeMailHtml } from '#lib/html/sanitize.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { readHtml, type ReadHtml } from '#lib/imap/operations/read-html.ts'
import type { BodyPart } from '#lib/mail/body-structure.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { decodeOctets } from '#lib/mime/charset.ts'
import { frameDocument, type FrameScheme } from './reading/frame-document.ts'
import type { TicketContent } from './tickets.ts'

export interface DocumentRequest {
  readonly ref: MessageRef
  readonly section: string
  /** True once the reader asked for pictures from elsewhere. */
  readonly remoteContent: boolean
  /** Whatever the part says itself. */
  readonly charset?: string | undefined
  /** Of the page around it; `light` leaves the message the colours that it was sent with. */
  readonly scheme?: FrameScheme
  readonly notices: DocumentNotices
  /** The URL under which the document may load that content. */
  readonly ticketUrl: (content: TicketContent) => string
}

/** What a document says about itself, as text. */
export interface DocumentNotices {
  /** Below one that is longer than what is shown. */
  readonly cut: string
  /** Above one with a link that may lead elsewhere than it says. */
  readonly doubtfulLink: (link: LinkDoubt) => string
}

/** Pictures from elsewhere in one document. */
const REMOTE_LIMIT = 300

/** The document of the sandboxed frame: the message's HTML made safe, with its own pictures and, if asked for, those from elsewhere. */
export async function messageHtml(connections: AccountConnections, request: DocumentRequest): Promise<string> {
  const html = await readHtml(connections, request.ref, request.section)
  const { html: content, cut, doubtfulLinks } = sanitizeMailHtml(decodeHtml(html, request.charset), { remoteContent: request.remoteContent, rewrite: rewriter(html.pictures, request) })
  return frameDocument({ content, isCut: html.cut || cut, doubtfulLinks, scheme: request.scheme ?? 'light' }, request.notices)
}

/** By the charset that was chosen, else that of the part, else the one that the HTML names itself, else a guess. */
function decodeHtml({ part, octets }: ReadHtml, chosen?: string): string {
  const named = chosen ?? part.parameters.charset ?? ''
  if (named !== '' && named.toLowerCase() !== 'us-ascii') return decodeOctets(octets, named)
  const head = Buffer.from(octets.subarray(0, 2048)).toString('latin1')
  return decodeOctets(octets, /<meta[^>]{0,200}charset\s*=\s*["']?([a-z0-9_:.-]{1,40})/i.exec(head)?.[1] ?? '')
}

/** `cid:` and Content-Location name parts of the same message (RFC 2392, RFC 2557); everything else is elsewhere. */
function rewriter(pictures: readonly BodyPart[], { ref, ticketUrl }: DocumentRequest): (url: PictureUrl) => string | undefined {
  const urls = new Map<string, string>()
  let remote = 0
  const make = (url: PictureUrl): string | undefined => {
    const part = findPicture(pictures, url)
    if (part) return ticketUrl({ kind: 'part', ref, section: part.section })
    return url.kind === 'remote' && ++remote <= REMOTE_LIMIT ? ticketUrl({ kind: 'remote', url: url.value }) : undefined
  }
  return (url) => {
    const name = `${url.kind} ${url.value}`
    const made = urls.get(name) ?? make(url)
    if (made !== undefined) urls.set(name, made)
    return made
  }
}

type PictureUrl = Parameters<Parameters<typeof sanitizeMailHtml>[1]['rewrite']>[0]

function findPicture(pictures: readonly BodyPart[], { kind, value }: PictureUrl): BodyPart | undefined {
  return pictures.find(({ id, location }) => (kind === 'cid' ? id !== '' && id.replace(/^<|>$/g, '') === value : location === value))
}
