import type { LinkDoubt } from '#lib/html/links/link-doubt.ts'

/** What a document says about itself, as text. */
export interface DocumentNotices {
  /** Below one that is longer than what is shown. */
  readonly cut: string
  /** Above the mere text of one that could not be made safe in time. */
  readonly tangled: string
  /** Above one with a link that may lead elsewhere than it says. */
  readonly doubtfulLink: (link: LinkDoubt) => string
}

/** `auto` follows the device. */
export type FrameScheme = 'light' | 'dark' | 'auto'

/** What was made safe, which nothing edits; or the mere text of what could not be. */
export type FrameContent = { readonly isCut: boolean; readonly scheme: FrameScheme } & ({ readonly content: string; readonly doubtfulLinks: readonly LinkDoubt[] } | { readonly text: string; readonly later?: LaterHtml | undefined })

/** Above the text of a message whose HTML keeps its reader waiting: what is said of it, and the way to where it is waited for. */
export interface LaterHtml {
  readonly said: string
  readonly link: string
  readonly url: string
}

/**
 * Paper and letters change places, and each colour keeps its hue: what could be read stays readable, whatever colours a message names. Pictures are turned back. What is
 * important in an earlier layer no style of a message overrides.
 */
const DARK = 'html{background:#fff!important;filter:invert(.93) hue-rotate(180deg)!important}img[src]{filter:invert(1) hue-rotate(180deg)!important}'
const DARK_WHERE: Readonly<Record<FrameScheme, string>> = { light: '', dark: `@media screen{${DARK}}`, auto: `@media screen and (prefers-color-scheme:dark){${DARK}}` }

/** The letter on white paper; in a dark page the paper turns dark with it. */
const PAPER = 'html{background:#fff;color:#1a1a1a;font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}body{margin:16px}img{max-width:100%;height:auto}pre{white-space:pre-wrap}'

/** The true target behind a doubtful link. What is important in an earlier layer wins over what a message calls important (CSS Cascade 5 §6.4.4). */
const MARKS =
  'a[data-mail-leads]::after{all:initial!important;content:" \\2192\\00a0" attr(data-mail-leads)!important;display:inline!important;background:#fff3cd!important;color:#7a1c00!important;font:600 13px/1.4 system-ui,sans-serif!important;overflow-wrap:anywhere!important}'

/** On the element itself and important: no style of a message reaches it. */
const WARNING = ['all:initial', 'display:block', 'background:#fff3cd', 'color:#5c2500', 'font:14px/1.5 system-ui,sans-serif', 'margin:0 0 12px', 'padding:8px 12px', 'border-inline-start:4px solid #b45309', 'overflow-wrap:anywhere'].map((declaration) => `${declaration}!important`).join(';')

/** The whole document of the sandboxed frame. */
export function frameDocument(frame: FrameContent, { cut, tangled, doubtfulLink }: DocumentNotices): string {
  const { isCut, scheme } = frame
  const said = 'text' in frame ? [escaped(frame.later?.said ?? tangled) + linkTo(frame.later)] : [...new Set(frame.doubtfulLinks.map(doubtfulLink))].map(escaped)
  const warnings = said.map((text) => `<p style="${WARNING}">${text}</p>`).join('')
  const content = 'text' in frame ? `<pre>${escaped(frame.text)}</pre>` : frame.content
  const notice = isCut ? `<p><em>${escaped(cut)}</em></p>` : ''
  return `<!doctype html><html><head><meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light"><base target="_blank"><style>@layer marks{${MARKS}${DARK_WHERE[scheme]}}${PAPER}</style></head><body>${warnings}${content}${notice}</body></html>`
}

/** In a window of its own: what is asked for from the frame itself carries no cookie. */
function linkTo(later: LaterHtml | undefined): string {
  return later ? ` <a href="${escaped(later.url).replaceAll('"', '&quot;')}" rel="noopener noreferrer">${escaped(later.link)}</a>` : ''
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
