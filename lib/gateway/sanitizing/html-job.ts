import type { OwnScheme, PageScheme } from '#lib/html/dark/own-scheme.ts'
import type { LinkDoubt } from '#lib/html/links/link-doubt.ts'
import { cidUrl, sanitizeComposedHtml } from '#lib/html/composing/sanitize-composed.ts'
import { sanitizeMailHtml } from '#lib/html/sanitize.ts'
import { HTML_LIMIT } from '#lib/html/parse-html.ts'
import type { MailUrl } from '#lib/html/sanitizing/urls.ts'
import { randomBytes } from 'node:crypto'

/** A picture of the message itself, as the HTML may name it. */
export interface OwnPicture {
  readonly id: string
  readonly location: string
  readonly section: string
}

/** The HTML of one message, to be made safe; plain data, so that another thread can do it. */
export interface HtmlJob {
  readonly html: string
  readonly remoteContent: boolean
  readonly pictures: readonly OwnPicture[]
  /** The URL before a ticket, in full. */
  readonly contentUrl: string
  /** In what colours the page around it is; light unless said. */
  readonly scheme?: PageScheme
  /** What a long quotation at the end is folded below, for reading; it is not, unless said. */
  readonly foldBelow?: string | undefined
  /** It is not read but written on: the tickets of `pictures` are Content-IDs, and all other pictures stay where they are. */
  readonly composing?: 'dropped' | 'quoted'
}

export interface HtmlResult {
  readonly html: string
  readonly cut: boolean
  readonly doubtfulLinks: readonly LinkDoubt[]
  /** How the mail is dark by its own design, where the page may be dark. */
  readonly ownScheme: OwnScheme | undefined
  /** The tickets that the document names, not issued yet, and what each opens. */
  readonly tickets: readonly HtmlTicket[]
}

export interface HtmlTicket {
  readonly ticket: string
  readonly opens: { readonly section: string } | { readonly url: string }
}

/** Makes it safe somewhere. Rejects with HtmlGivenUp where it takes too long or too much. */
export type HtmlSanitizer = (job: HtmlJob) => Promise<HtmlResult>

/** No message is worth more time than that of everybody else. */
export class HtmlGivenUp extends Error {
  override readonly name = 'HtmlGivenUp'
}

/** True for a HtmlGivenUp of any copy of this module: the framework compiles entries apart. */
export function isHtmlGivenUp(error: unknown): boolean {
  return error instanceof Error && error.name === 'HtmlGivenUp'
}

/** Pictures from elsewhere in one document. */
const REMOTE_LIMIT = 300

/** Makes the HTML safe, here and now; its pictures get random tickets, which are known to nobody before they are issued. */
export function runHtmlJob(job: HtmlJob): HtmlResult {
  return job.composing === undefined ? safeToRead(job) : safeToWrite(job, job.composing)
}

/** A Content-ID of ours (RFC 2045 §7), without its brackets. */
export function makeContentId(): string {
  return `${randomBytes(16).toString('hex')}@inline`
}

function safeToWrite({ html, pictures }: HtmlJob, styles: 'dropped' | 'quoted'): HtmlResult {
  const made = new Map<string, HtmlTicket>()
  const picture = ({ kind, value }: MailUrl): string | undefined => {
    const part = partOf(pictures, { kind, value })
    if (!part) return kind === 'cid' ? cidUrl(value) : value
    const known = made.get(part.section) ?? { ticket: makeContentId(), opens: { section: part.section } }
    made.set(part.section, known)
    return cidUrl(known.ticket)
  }
  const safe = sanitizeComposedHtml(html, { styles, picture })
  return { html: safe, cut: html.length > HTML_LIMIT, doubtfulLinks: [], ownScheme: undefined, tickets: [...made.values()] }
}

/** `cid:` and Content-Location name parts of the same message (RFC 2392, RFC 2557); everything else is elsewhere. */
function partOf(pictures: readonly OwnPicture[], { kind, value }: MailUrl): OwnPicture | undefined {
  return pictures.find(({ id, location }) => (kind === 'cid' ? id !== '' && id.replace(/^<|>$/g, '') === value : location === value))
}

function safeToRead({ html, remoteContent, pictures, contentUrl, scheme = 'light', foldBelow }: HtmlJob): HtmlResult {
  const tickets: HtmlTicket[] = []
  const urls = new Map<string, string>()
  let remote = 0
  const make = (opens: HtmlTicket['opens']): string => {
    const ticket = randomBytes(24).toString('base64url')
    tickets.push({ ticket, opens })
    return contentUrl + ticket
  }
  const rewrite = ({ kind, value }: MailUrl): string | undefined => {
    const name = `${kind} ${value}`
    const known = urls.get(name)
    if (known !== undefined) return known
    const part = partOf(pictures, { kind, value })
    if (!part && (kind === 'cid' || ++remote > REMOTE_LIMIT)) return undefined
    const url = make(part ? { section: part.section } : { url: value })
    urls.set(name, url)
    return url
  }
  const { html: safe, ...rest } = sanitizeMailHtml(html, { remoteContent, rewrite, scheme, foldBelow })
  return { html: safe, cut: rest.cut, doubtfulLinks: rest.doubtfulLinks, ownScheme: rest.ownScheme, tickets }
}
