import type { DefaultTreeAdapterTypes } from 'parse5'
import { attribute, isHtmlElement, type HtmlElement, type HtmlNode, type HtmlParent } from '../parse-html.ts'
import { lookOf, readSimpleRules, type Look, type SimpleRules } from './simple-rules.ts'
import { brightnessOf } from './brightness.ts'

/** In what colours a page is; `auto` follows the device. */
export type PageScheme = 'light' | 'dark' | 'auto'

/** How a mail is dark by its own design: as it is, or by styles of its own for dark screens. */
export type OwnScheme = 'dark' | 'adapts'

/** Grounds that are darker are dark, letters that are lighter are light. */
export const MIDDLE = 0.45
/** Share of the letters that are light on dark in a mail that is dark. */
const MOST = 0.7

/**
 * Whether a mail that was made safe is dark by its own design, so that nobody need turn its colours; `dark` are its rules for dark screens. Judged by
 * simple selectors, which is what mail has; undefined where it is light, or where letters that name no colour stand on light ground, or dark ones on none.
 */
export function ownScheme(content: HtmlParent, rules: string, dark: string): OwnScheme | undefined {
  if (isDark(content, readSimpleRules(rules))) return 'dark'
  return dark !== '' && isDark(content, readSimpleRules(rules + dark)) ? 'adapts' : undefined
}

interface Standing {
  readonly node: HtmlNode
  readonly look: Look
}

/** True where most letters are light on dark; those that name neither colour stand on our own paper, which is dark then, too. */
function isDark(content: HtmlParent, rules: SimpleRules): boolean {
  const whole = ['*', ':root', 'html', 'body'].reduce<Look>((look, name) => ({ ...look, ...rules.get(name)?.look, ...rules.get(name)?.important }), {})
  let lit = 0
  let all = 0
  const waiting: Standing[] = content.childNodes.map((node) => ({ node, look: whole }))
  for (let standing = waiting.pop(); standing; standing = waiting.pop()) {
    const { node, look } = standing
    if (node.nodeName === '#text') {
      const { color, ground } = look
      const letters = (node as DefaultTreeAdapterTypes.TextNode).value.replace(/\s+/g, '').length
      if (letters === 0 || (color === undefined && ground === undefined)) continue
      const [isLight, isOnDark] = [(color ?? 1) > MIDDLE, (ground ?? 0) < MIDDLE]
      // On dark paper nobody could read what names only one of the two, and the wrong one.
      if ((color === undefined && !isOnDark) || (ground === undefined && !isLight)) return false
      all += letters
      if (isLight && isOnDark) lit += letters
    } else if (isHtmlElement(node) && node.tagName !== 'style' && !/display\s*:\s*none/i.test(attribute(node, 'style'))) {
      const own = lookOfElement(node, look, rules)
      for (const child of node.childNodes) waiting.push({ node: child, look: own })
    }
  }
  return lit > 0 && lit >= MOST * all
}

/** Attributes, then rules by element, class and id, then its own style, then what is important. */
export function lookOfElement(node: HtmlElement, around: Look, rules: SimpleRules): Look {
  const classes = attribute(node, 'class').split(/\s+/, 20).filter((name) => name !== '')
  const named = [node.tagName, ...classes.map((name) => `.${name.toLowerCase()}`), `#${attribute(node, 'id').toLowerCase()}`].flatMap((key) => rules.get(key) ?? [])
  const own = lookOf(attribute(node, 'style'))
  const written = defined({ color: brightnessOf(attribute(node, 'color')), ground: brightnessOf(attribute(node, 'bgcolor')) })
  return Object.assign({}, around, written, ...named.map(({ look }) => look), own.look, ...named.map(({ important }) => important), own.important) as Look
}

function defined(look: Look): Look {
  return Object.fromEntries(Object.entries(look).filter(([, value]) => value !== undefined))
}
