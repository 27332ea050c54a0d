import { serialize } from 'parse5'
import { attribute, isHtmlElement, parseHtml, type HtmlElement, type HtmlParent } from '../parse-html.ts'
import { QUOTATION_CLASS } from './sanitize-composed.ts'

/** Elements times selectors that are compared; beyond it what is written would wait for its look. */
const COMPARISONS = 200_000

/** One step of a selector: an element by its name, classes and id, and how it stands to the one before. */
interface Step {
  readonly tag: string
  readonly classes: readonly string[]
  readonly ids: readonly string[]
  readonly isChild: boolean
}

interface Rule {
  readonly steps: readonly Step[]
  readonly declarations: string
  /** Greater ones win (CSS 2.2 §6.4.3). */
  readonly weight: number
}

/**
 * HTML that was made safe with its style sheet, whose rules stand in the elements that they are for: an editor has no style sheets, and what was written
 * elsewhere keeps its look. Rules by names, classes and ids count; those for a state, a medium or an attribute do not. HTML without a style sheet, or with one
 * that is too large for its text, comes back as it is.
 */
export function inlineStyles(html: string): string {
  const [sheet = '', css = ''] = /^<style>([^<]*)<\/style>/.exec(html) ?? []
  const rules = rulesOf(css)
  if (rules.length === 0) return html
  const body = bodyOf(parseHtml(html.slice(sheet.length)).document)
  const elements = body ? below(body) : []
  if (!body || elements.length * rules.length > COMPARISONS) return html
  for (const element of elements) {
    const style = declarationsOf(rules.filter(({ steps }) => fits(element, steps)))
    if (style === '') continue
    // What an element says itself stands last, and wins.
    element.attrs = [...element.attrs.filter(({ name }) => name !== 'style'), { name: 'style', value: [style, attribute(element, 'style')].filter((each) => each !== '').join(';') }]
  }
  const whole = declarationsOf(rules.filter(({ steps }) => steps.length === 0))
  const inside = serialize(body)
  return whole === '' ? inside : `<div style="${whole.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">${inside}</div>`
}

const declarationsOf = (rules: readonly Rule[]): string => rules.map(({ declarations }) => declarations).join(';')

function rulesOf(css: string): readonly Rule[] {
  const everywhere = css.replace(/@media [^{]*\{(?:[^{}]*\{[^{}]*\})*\}/g, '')
  const rules = Array.from(everywhere.matchAll(/([^{}]+)\{([^{}]*)\}/g)).flatMap(([, selectors = '', declarations = '']) =>
    selectors.split(',').flatMap((selector) => {
      const steps = stepsOf(selector)
      return steps ? [{ steps, declarations, weight: weightOf(steps) }] : []
    }),
  )
  // Of equal ones the later wins, as it stands.
  return rules.toSorted((a, b) => a.weight - b.weight)
}

/** The steps behind the class that holds everything, none for what is said of all; undefined for what is not compared. */
function stepsOf(selector: string): readonly Step[] | undefined {
  const mark = `.${QUOTATION_CLASS}`
  if (!selector.startsWith(mark)) return undefined
  const words = selector.slice(mark.length).replace(/\s*>\s*/g, ' > ').split(' ').filter((word) => word !== '')
  const steps: Step[] = []
  for (let at = 0; at < words.length; at += 1) {
    const isChild = words[at] === '>'
    if (isChild) at += 1
    const [, tag = '', marks = ''] = /^(\*|[a-z][a-z0-9]*)?((?:[.#][\w-]+)*)$/i.exec(words[at] ?? '') ?? []
    if (tag === '' && marks === '') return undefined
    const named = (sign: string): readonly string[] => (marks.match(/[.#][\w-]+/g) ?? []).filter((each) => each.startsWith(sign)).map((each) => each.slice(1))
    steps.push({ tag: tag === '*' ? '' : tag.toLowerCase(), classes: named('.'), ids: named('#'), isChild })
  }
  return steps
}

function weightOf(steps: readonly Step[]): number {
  return steps.reduce((sum, { tag, classes, ids }) => sum + ids.length * 10_000 + classes.length * 100 + (tag === '' ? 0 : 1), 0)
}

/** From the last step outwards, each time to the nearest that fits: in linear time, whatever the selector. */
function fits(element: HtmlElement, steps: readonly Step[]): boolean {
  let current: HtmlElement | undefined = element
  for (const [at, step] of steps.toReversed().entries()) {
    const inner = steps.at(-at)
    // The element itself, and what stands before `>`, is the very next one.
    const isFixed = at === 0 || inner?.isChild === true
    while (current && !isFixed && !isFor(current, step)) current = parentOf(current)
    if (!current || !isFor(current, step)) return false
    current = parentOf(current)
  }
  return steps.length > 0 && (steps[0]?.isChild !== true || current === undefined)
}

/** The element around it; undefined for what stands in the body. */
function parentOf({ parentNode }: HtmlElement): HtmlElement | undefined {
  return parentNode && 'tagName' in parentNode && parentNode.tagName !== 'body' ? parentNode : undefined
}

function isFor(element: HtmlElement, { tag, classes, ids }: Step): boolean {
  const own = attribute(element, 'class').split(/\s+/)
  return (tag === '' || tag === element.tagName) && classes.every((each) => own.includes(each)) && ids.every((each) => each === attribute(element, 'id'))
}

function bodyOf(document: HtmlParent): HtmlParent | undefined {
  const root = document.childNodes.find(isHtmlElement)
  return root?.childNodes.filter(isHtmlElement).find(({ tagName }) => tagName === 'body')
}

/** Every element in it, in their order. */
function below(parent: HtmlParent): readonly HtmlElement[] {
  const found: HtmlElement[] = []
  const waiting = parent.childNodes.filter(isHtmlElement).toReversed()
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    found.push(element)
    waiting.push(...element.childNodes.filter(isHtmlElement).toReversed())
  }
  return found
}
