// Runs in the browser as well: nothing may be imported here that does not.
import { serialize } from 'parse5'
import { parseHtml, type HtmlParent } from '../parse-html.ts'
import { TreeCleaner, type CleaningManner } from '../sanitizing/clean-tree.ts'
import { fixedPoint } from '../sanitizing/fixed-point.ts'
import { ImagePolicy } from '../sanitizing/image-policy.ts'
import type { MailUrl } from '../sanitizing/urls.ts'

/** Around a quoted message that keeps its styles: they hold for nothing outside of it. */
export const QUOTATION_CLASS = 'mail-quotation'

export interface ComposedOptions {
  /** `dropped` for what somebody writes; `quoted` for a whole message that is quoted, whose style sheets stay with it. */
  readonly styles: 'dropped' | 'quoted'
  /** The URL of a picture in place of the one that the HTML names; undefined leaves it out. */
  readonly picture: (url: MailUrl) => string | undefined
}

/**
 * HTML that a message may be written in, reduced to the same allow-list as what is read: nothing in it runs, submits or leaves its place. Links
 * have their targets and nothing else; pictures from elsewhere are kept where `picture` says so, counters never. A fixed point, as
 * `sanitizeMailHtml` makes it. At most `limit` characters are read.
 */
export function sanitizeComposedHtml(html: string, options: ComposedOptions, limit?: number): string {
  const images = imagePolicy(options)
  const clean = (text: string, most?: number): string => serialize(cleaned(text, { images, options, limit: most }))
  return fixedPoint(clean(html, limit), (text) => clean(text, text.length))
}

/** The same as a tree, for whoever makes elements of it; read once. */
export function composedTree(html: string, options: ComposedOptions): HtmlParent {
  return cleaned(html, { images: imagePolicy(options), options, limit: undefined })
}

interface Cleaning {
  readonly images: ImagePolicy
  readonly options: ComposedOptions
  readonly limit: number | undefined
}

function cleaned(html: string, { images, options, limit }: Cleaning) {
  return new TreeCleaner(images, MANNERS[options.styles]).clean(parseHtml(html, limit).document)
}

const MANNERS: Readonly<Record<ComposedOptions['styles'], CleaningManner>> = { dropped: { styles: 'dropped' }, quoted: { styles: { inside: QUOTATION_CLASS } } }

function imagePolicy({ picture }: ComposedOptions): ImagePolicy {
  return new ImagePolicy({ remoteContent: true, rewrite: picture })
}

/** A Content-ID as we write it, and as the most that mail programs make. */
const CONTENT_ID = /^[\w.@+$-]{1,200}$/

/** The URL of a picture of the message itself (RFC 2392); undefined for a Content-ID that needs to be written in other ways. */
export function cidUrl(contentId: string): string | undefined {
  return CONTENT_ID.test(contentId) ? `cid:${contentId}` : undefined
}

/** Pictures as a message is sent: its own by their Content-ID, those from elsewhere where they are. */
export function sentPicture({ kind, value }: MailUrl): string | undefined {
  return kind === 'cid' ? cidUrl(value) : value
}
