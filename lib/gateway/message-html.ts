import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { readHtml } from '#lib/imap/operations/read-html.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { decodeHtml } from '#lib/mime/decoders/html-charset.ts'
import type { PageScheme } from '#lib/html/dark/own-scheme.ts'
import { frameDocument, type DocumentNotices, type LaterHtml } from '#lib/html/frame-document.ts'
import { isHtmlGivenUp, runHtmlJob, type HtmlSanitizer } from './sanitizing/html-job.ts'
import { plainFallback, showsNothing } from '#lib/html/plain-fallback.ts'
import type { TicketContent } from './tickets.ts'

export interface DocumentRequest {
  readonly ref: MessageRef
  readonly section: string
  /** True once the reader asked for pictures from elsewhere. */
  readonly remoteContent: boolean
  /** Whatever the part says itself. */
  readonly charset?: string | undefined
  /** Of the page around it; `light` leaves the message the colours that it was sent with. */
  readonly scheme?: PageScheme
  readonly notices: DocumentNotices
  /** Where it is made safe; here, unless said. */
  readonly sanitize?: HtmlSanitizer | undefined
  /** How long a reader waits before the text comes in its place; to the end, unless said. */
  readonly patience?: (LaterHtml & { readonly milliseconds: number }) | undefined
  /** The URL before a ticket, in full. */
  readonly contentUrl: string
  /** From now on that ticket opens that. */
  readonly admit: (ticket: string, content: TicketContent) => void
}

/** The document of the sandboxed frame: the message's HTML made safe, with its own pictures and, if asked for, those from elsewhere; its text where that takes too long, or longer than one waits. */
export async function messageHtml(connections: AccountConnections, request: DocumentRequest): Promise<string> {
  const { ref, section, remoteContent, contentUrl, notices, patience, scheme = 'light', sanitize = async (job) => runHtmlJob(job) } = request
  const read = await readHtml(connections, ref, section)
  const html = decodeHtml(read.octets, request.charset ?? read.part.parameters.charset ?? '')
  const pictures = read.pictures.map((part) => ({ id: part.id, location: part.location, section: part.section }))
  try {
    const job = sanitize({ html, remoteContent, pictures, contentUrl, scheme, foldBelow: notices.quotation })
    const done = patience ? await within(job, patience.milliseconds) : await job
    if (!done) return frameDocument({ text: plainFallback(html), later: patience, isCut: read.cut, scheme }, notices)
    const { html: content, cut, doubtfulLinks, ownScheme, tickets } = done
    const words = showsNothing(content) ? plainFallback(html) : ''
    if (words !== '') return frameDocument({ text: words, isCut: read.cut || cut, scheme }, notices)
    for (const { ticket, opens } of tickets) request.admit(ticket, 'url' in opens ? { kind: 'remote', url: opens.url } : { kind: 'part', ref, section: opens.section })
    return frameDocument({ content, isCut: read.cut || cut, doubtfulLinks, scheme, ownScheme }, notices)
  } catch (error) {
    if (!isHtmlGivenUp(error)) throw error
    return frameDocument({ text: plainFallback(html), isCut: read.cut, scheme }, notices)
  }
}

/** What a promise brings within that time; undefined where it brings nothing so soon. */
async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => void (timer = setTimeout(() => resolve(undefined), milliseconds)))
  promise.catch(() => undefined) // whoever waits no more hears of no failure
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
