import type { OwnScheme, PageScheme } from './dark/own-scheme.ts'
import type { LinkDoubt } from './links/link-doubt.ts'
import { FOLD_MARK } from './sanitizing/fold-quotation.ts'

/** What a document says about itself, as text. */
export interface DocumentNotices {
  /** Below one that is longer than what is shown. */
  readonly cut: string
  /** Above the mere text of one that could not be made safe in time. */
  readonly tangled: string
  /** Above one with a link that may lead elsewhere than it says. */
  readonly doubtfulLink: (link: LinkDoubt) => string
  /** Above a long quotation at the end, which is folded below it; left out, it is not. */
  readonly quotation?: string
}

/** What was made safe, which nothing edits; or the mere text of what could not be. */
export type FrameContent = { readonly isCut: boolean; readonly scheme: PageScheme } & (
  | { readonly content: string; readonly doubtfulLinks: readonly LinkDoubt[]; readonly ownScheme?: OwnScheme | undefined }
  | { readonly text: string; readonly later?: LaterHtml | undefined }
)

/** Above the text of a message whose HTML keeps its reader waiting: what is said of it, and the way to where it is waited for. */
export interface LaterHtml {
  readonly said: string
  readonly link: string
  readonly url: string
}

/** The elements, and the page, that are turned back. */
const TURNED_BACK = '[data-mail-picture],body:has(>style[data-mail-picture])'

/**
 * Paper and letters change places, and each colour keeps its hue: what could be read stays readable, whatever colours a message names. Pictures are turned back. What is
 * important in an earlier layer no style of a message overrides. The words for a picture that does not come are turned back with it, so they are light.
 * What stands on a picture (lib/html/dark/mark-pictures.ts) is turned back as a whole, on the ground for which it was written; where the page itself has one, its style sheet is marked.
 */
const DARK =
  'html{background:#fff!important;filter:invert(.93) hue-rotate(180deg)!important}img[src]{filter:invert(1) hue-rotate(180deg)!important;color:#e6e6e6!important}' +
  `:is(${TURNED_BACK}){filter:invert(1) hue-rotate(180deg)!important}:is([data-mail-picture=light],body:has(>style[data-mail-picture=light])){background-color:#fff!important}[data-mail-picture=dark]{background-color:#000!important}` +
  `:is(${TURNED_BACK}) :is([data-mail-picture],img[src]){filter:none!important;color:inherit!important}`

/** Paper for a mail that is dark by its own design, which keeps its colours. */
const DARK_PAPER = 'html{background:#17191c;color:#e6e6e6}a{color:#8ab4f8}'

/** Styles for where the page is dark. */
function inTheDark(scheme: PageScheme, styles: string): string {
  if (scheme === 'light') return ''
  return scheme === 'dark' ? `@media screen{${styles}}` : `@media screen and (prefers-color-scheme:dark){${styles}}`
}

/** The letter on white paper; in a dark page the paper turns dark with it. */
const PAPER = 'html{background:#fff;color:#1a1a1a;font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}body{margin:16px}img{max-width:100%;height:auto}pre{white-space:pre-wrap}td,th{overflow-wrap:break-word}td a,th a,td pre{overflow-wrap:anywhere}'

/**
 * On a narrow screen nothing is as wide as its sender's: what is laid out for a desk gives way, words in tables stay whole where they can. What is wide by a share of the
 * screen keeps that.
 */
const FITTED =
  '@media (max-width:680px){table,div,center{max-width:100%!important}table:not([width$="%"]):not([style*="width:100%"]),td:not([width$="%"]),th:not([width$="%"]),div[style*="width:"]:not([style*="%"]){width:auto!important;min-width:0!important}}'

/** The true target behind a doubtful link. What is important in an earlier layer wins over what a message calls important (CSS Cascade 5 §6.4.4). */
const MARKS =
  'a[data-mail-leads]::after{all:initial!important;content:" \\2192\\00a0" attr(data-mail-leads)!important;display:inline!important;background:#fff3cd!important;color:#7a1c00!important;font:600 13px/1.4 system-ui,sans-serif!important;overflow-wrap:anywhere!important}'

/** A folded quotation: its label is always there to open it, and on paper all of it is. */
const FOLDED =
  `details[${FOLD_MARK}]>summary{all:revert!important;cursor:pointer!important;color:#555!important;font:13px/1.5 system-ui,sans-serif!important;padding-block:4px!important}@media print{details[${FOLD_MARK}]::details-content{block-size:auto!important;content-visibility:visible!important}}`

/** On the element itself and important: no style of a message reaches it. */
const WARNING = ['all:initial', 'display:block', 'background:#fff3cd', 'color:#5c2500', 'font:14px/1.5 system-ui,sans-serif', 'margin:0 0 12px', 'padding:8px 12px', 'border-inline-start:4px solid #b45309', 'overflow-wrap:anywhere'].map((declaration) => `${declaration}!important`).join(';')

/** The whole document of the sandboxed frame. */
export function frameDocument(frame: FrameContent, { cut, tangled, doubtfulLink }: DocumentNotices): string {
  const { isCut, scheme } = frame
  const said = 'text' in frame ? [escaped(frame.later?.said ?? tangled) + linkTo(frame.later)] : [...new Set(frame.doubtfulLinks.map(doubtfulLink))].map(escaped)
  const warnings = said.map((text) => `<p style="${WARNING}">${text}</p>`).join('')
  const content = 'text' in frame ? `<pre>${escaped(frame.text)}</pre>` : frame.content
  const notice = isCut ? `<p><em>${escaped(cut)}</em></p>` : ''
  const isOwn = 'content' in frame && frame.ownScheme !== undefined
  const [dark, paper] = isOwn ? ['', inTheDark(scheme, DARK_PAPER)] : [inTheDark(scheme, DARK), '']
  return `<!doctype html><html><head><meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light"><base target="_blank"><style>@layer marks{${MARKS}${FOLDED}${FITTED}${dark}}${PAPER}${paper}</style></head><body>${warnings}${content}${notice}</body></html>`
}

/** In a window of its own: what is asked for from the frame itself carries no cookie. */
function linkTo(later: LaterHtml | undefined): string {
  return later ? ` <a href="${escaped(later.url).replaceAll('"', '&quot;')}" rel="noopener noreferrer">${escaped(later.link)}</a>` : ''
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
