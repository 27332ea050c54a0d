import { serialize } from 'parse5'
import { HTML_LIMIT, parseHtml } from './parse-html.ts'
import type { LinkDoubt } from './links/link-doubt.ts'
import { LinkMarks } from './links/link-marks.ts'
import { TreeCleaner } from './sanitizing/clean-tree.ts'
import { fixedPoint } from './sanitizing/fixed-point.ts'
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
}

/**
 * Mail HTML reduced to an allow-list: nothing in it runs, submits, fetches or leaves its place. Elements and attributes are those of
 * sanitizing/elements.ts, styles those of sanitizing/css-properties.ts; links are http, https, mailto and tel in a new page, each with where it leads; images are
 * raster data: URLs or what `rewrite` answers. The output is a fixed point: parsed again it is the same tree, so a browser sees what was
 * checked. At most 2 MiB are read. Nothing may edit the result.
 */
export function sanitizeMailHtml(html: string, options: ImageOptions): SanitizedHtml {
  const images = new ImagePolicy(options)
  const first = cleanOnce(html, images, HTML_LIMIT)
  const { cut, doubtfulLinks } = first
  const remoteContent = images.heldBack
  return { html: fixedPoint(first.html, (output) => cleanOnce(output, images, output.length).html), remoteContent, cut, doubtfulLinks }
}

function cleanOnce(html: string, images: ImagePolicy, limit: number): Pick<SanitizedHtml, 'html' | 'cut' | 'doubtfulLinks'> {
  const { document, cut } = parseHtml(html, limit)
  const marks = new LinkMarks()
  const cleaner = new TreeCleaner(images, { markLink: marks.mark, styles: 'kept' })
  return { html: serialize(cleaner.clean(document)), cut, doubtfulLinks: marks.doubtfulLinks }
}
