import { createHash } from 'node:crypto'
import { FALLBACKS } from '#lib/mail/themes/tokens.ts'

export interface OfflineParts {
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  readonly scheme: 'light' | 'dark' | undefined
  /** The theme's own rules, found to be safe; '' for the usual look. */
  readonly themeCss: string
  readonly title: string
  readonly sentence: string
  readonly again: string
}

/** What a theme says wins over the usual look. */
const USUAL = `:root { ${(['--canvas', '--text', '--link'] as const).map((name) => `${name}: ${FALLBACKS[name]};`).join(' ')} }`
const LAYOUT = `
html { background: var(--canvas); color: var(--text); font-family: var(--font, system-ui, sans-serif); line-height: 1.5; color-scheme: light dark; }
html[data-scheme=light] { color-scheme: light; }
html[data-scheme=dark] { color-scheme: dark; }
body { display: grid; margin: 0; min-block-size: 100vh; place-content: center; }
main { margin: 1.5rem; max-inline-size: 34rem; }
h1 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 .75rem; }
p { margin: 0 0 1rem; }
a { color: var(--link); }
`

/**
 * The only page that a browser keeps, shown where no other can be fetched. It is whole by itself, names nobody and has no
 * script: its policy lets nothing in but its own style. The link asks for whatever page it stands in for.
 */
export function offlinePage({ language, direction, scheme, themeCss, title, sentence, again }: OfflineParts): { readonly html: string; readonly policy: string } {
  // An end tag is all that could end a style, and theme rules are written anew without one.
  const style = `${USUAL}\n${themeCss}\n${LAYOUT}`.replaceAll('</', '<\\/')
  const digest = createHash('sha256').update(style).digest('base64')
  return {
    html: `<!doctype html>
<html lang="${language}" dir="${direction}"${scheme === undefined ? '' : ` data-scheme="${scheme}"`}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)}</title><style>${style}</style></head>
<body><main><h1>${escape(title)}</h1><p>${escape(sentence)}</p><p><a href="">${escape(again)}</a></p></main></body></html>
`,
    policy: `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  }
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
