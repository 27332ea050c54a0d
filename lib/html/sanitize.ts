import { defaultTreeAdapter, serialize } from 'parse5'
import { HTML_LIMIT, parseHtml } from './parse-html.ts'
import type { LinkDoubt } from './links/link-doubt.ts'
import type { OwnScheme, PageScheme } from './dark/own-scheme.ts'
import { TreeCleaner, type DarkOptions } from './sanitizing/clean-tree.ts'
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
}

/** Times that the output is read again; nearly every message is stable at the first. */
const PASSES = 6

/**
 * Mail HTML reduced to an allow-list: nothing in it runs, submits, fetches or leaves its place. Elements and attributes are those of
 * sanitizing/elements.ts, styles those of sanitizing/css-properties.ts; links are http, https, mailto and tel in a new page, each with where it leads; images are
 * raster data: URLs or what `rewrite` answers. The output is a fixed point: parsed again it is the same tree, so a browser sees what was
 * checked. At most 2 MiB are read. Nothing may edit the result.
 */
export function sanitizeMailHtml(html: string, options: SanitizeOptions): SanitizedHtml {
  const images = new ImagePolicy(options)
  const { scheme = 'light' } = options
  const first = cleanOnce(html, { images, dark: { scheme }, limit: HTML_LIMIT })
  const { cut, doubtfulLinks, ownScheme } = first
  const dark = { scheme, decided: ownScheme ?? 'none' as const }
  const remoteContent = images.heldBack
  let output = first.html
  for (let pass = 0; pass < PASSES; pass++) {
    // Escaping made it longer than what was read; it is all ours by now.
    const again = cleanOnce(output, { images, dark, limit: output.length }).html
    if (again === output) return { html: output, remoteContent, cut, doubtfulLinks, ownScheme }
    output = again
  }
  return { html: asText(output), remoteContent, cut, doubtfulLinks, ownScheme: undefined }
}

function cleanOnce(html: string, { images, dark, limit }: { readonly images: ImagePolicy; readonly dark: DarkOptions; readonly limit: number }): Omit<SanitizedHtml, 'remoteContent'> {
  const { document, cut } = parseHtml(html, limit)
  const cleaner = new TreeCleaner(images, dark)
  return { html: serialize(cleaner.clean(document)), cut, doubtfulLinks: cleaner.doubtfulLinks, ownScheme: cleaner.ownScheme }
}

/** Markup that changes each time it is read is shown as what it is. */
function asText(html: string): string {
  const fragment = defaultTreeAdapter.createDocumentFragment()
  defaultTreeAdapter.insertText(fragment, html.slice(0, 100_000))
  return serialize(fragment)
}
