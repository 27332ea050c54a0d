import { serialize } from 'parse5'
import { HTML_LIMIT, parseHtml } from './parse-html.ts'
import type { LinkDoubt } from './links/link-doubt.ts'
import type { OwnScheme, PageScheme } from './dark/own-scheme.ts'
import { LinkMarks } from './links/link-marks.ts'
import { TreeCleaner, type DarkOptions } from './sanitizing/clean-tree.ts'
import { fixedPoint } from './sanitizing/fixed-point.ts'
import { foldQuotation } from './sanitizing/fold-quotation.ts'
import { ImagePolicy, type ImageOptions } from './sanitizing/image-policy.ts'

export interface SanitizedHtml {
  /** A fragment for the body of the sandboxed document: a style element where there are styles, then the content. */
  readonly html: string
  /** Something remote is in the message and was held back. */
  readonly remoteContent: boolean
  /** The message is larger than what is rendered, and the rest is missing. */
  readonly cut: boolean
  /** Links that may lead elsewhere than they say, at most five. */
  readonly doubtfulLinks: readonly LinkDoubt[]
  /** How the mail is dark by its own design, where the page may be dark. */
  readonly ownScheme: OwnScheme | undefined
}

export interface SanitizeOptions extends ImageOptions {
  /** In what colours the page is; light unless said. Where it may be dark, a mail keeps its own rules for dark screens. */
  readonly scheme?: PageScheme
  /** What a long quotation at the end is folded below; it is not, unless said. */
  readonly foldBelow?: string | undefined
}

/**
 * Mail HTML reduced to an allow-list: nothing in it runs, submits, fetches or leaves its place. Elements and attributes are those of
 * sanitizing/elements.ts, styles those of sanitizing/css-properties.ts; links are http, https, mailto and tel in a new page, each with where it leads; images are
 * raster data: URLs or what `rewrite` answers. The output is a fixed point: parsed again it is the same tree, so a browser sees what was
 * checked. At most 2 MiB are read. Nothing may edit the result.
 */
export function sanitizeMailHtml(html: string, options: SanitizeOptions): SanitizedHtml {
  const images = new ImagePolicy(options)
  const { scheme = 'light', foldBelow } = options
  const first = cleanOnce(html, { images, dark: { scheme }, foldBelow, limit: HTML_LIMIT })
  const { cut, doubtfulLinks, ownScheme } = first
  const dark = { scheme, decided: ownScheme ?? 'none' as const }
  const remoteContent = images.heldBack
  const stable = fixedPoint(first.html, (output) => cleanOnce(output, { images, dark, foldBelow, limit: output.length }).html)
  return { html: stable, remoteContent, cut, doubtfulLinks, ownScheme }
}

interface Pass {
  readonly images: ImagePolicy
  readonly dark: DarkOptions
  readonly foldBelow: string | undefined
  readonly limit: number
}

function cleanOnce(html: string, { images, dark, foldBelow, limit }: Pass): Omit<SanitizedHtml, 'remoteContent'> {
  const { document, cut } = parseHtml(html, limit)
  const marks = new LinkMarks()
  const cleaner = new TreeCleaner(images, { markLink: marks.mark, styles: 'kept', dark })
  const content = cleaner.clean(document)
  if (foldBelow !== undefined) foldQuotation(content, foldBelow)
  return { html: serialize(content), cut, doubtfulLinks: marks.doubtfulLinks, ownScheme: cleaner.ownScheme }
}
