import type { CardValue } from '#lib/mail/contacts/card.ts'
import type { PropertyRule, ValueShape } from './property-rules.ts'

/** `\n` and `\N` are a line break, a backslash before `, ; : \` goes (RFC 6350 §3.4); before anything else it stays. */
function unescape(text: string): string {
  return text.includes('\\') ? text.replace(/\\[nN,;:\\]/g, (pair) => (pair[1] === 'n' || pair[1] === 'N' ? '\n' : (pair[1] ?? ''))) : text
}

/** Parts between separators that no backslash precedes, still escaped. */
function split(text: string, separator: ',' | ';'): string[] {
  if (!text.includes('\\')) return text.split(separator)
  const parts: string[] = []
  let from = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at += 1
    else if (text[at] === separator) {
      parts.push(text.slice(from, at))
      from = at + 1
    }
  }
  parts.push(text.slice(from))
  return parts
}

function shapeOf(type: string, rule: PropertyRule | undefined): ValueShape {
  return type === 'text' && rule?.type === 'text' ? rule.shape : 'single'
}

/** The values of a property from what stands behind the colon. A property that nobody knows keeps it as it is, unless it says that it is a text. */
export function parseValues(raw: string, type: string, rule: PropertyRule | undefined): readonly CardValue[] {
  if (rule === undefined && type !== 'text') return [raw]
  const shape = shapeOf(type, rule)
  if (shape === 'list') return split(raw, ',').map(unescape)
  if (shape === 'components') return [split(raw, ';').map(unescape)]
  if (shape === 'component lists') return [split(raw, ';').map(parseComponent)]
  return [unescape(raw)]
}

function parseComponent(raw: string): string | string[] {
  const parts = split(raw, ',').map(unescape)
  return parts.length === 1 ? (parts[0] ?? '') : parts
}

/**
 * What stands behind the colon, on one line whatever the values hold: line breaks are escaped or blanks, other control characters
 * are left out (threats D7). One text for each value that needs a line of its own.
 */
export function writeValues(values: readonly CardValue[], type: string, rule: PropertyRule | undefined): readonly string[] {
  if (type !== 'text') return values.map((value) => clean(flat(value), rule === undefined ? verbatim : escapeLine))
  const shape = shapeOf(type, rule)
  if (shape === 'list') return [values.map((value) => clean(flat(value), escapeText)).join(',')]
  if (shape === 'single') return values.map((value) => clean(flat(value), escapeText))
  return values.map((value) => (typeof value === 'string' ? [value] : value).map((component) => writeComponent(component, shape)).join(';'))
}

function writeComponent(component: string | readonly string[], shape: ValueShape): string {
  if (typeof component === 'string') return clean(component, escapeComponent)
  if (shape === 'component lists') return component.map((part) => clean(part, escapeComponent)).join(',')
  return clean(component.join(', '), escapeComponent)
}

function flat(value: CardValue): string {
  return typeof value === 'string' ? value : value.flat().filter((part) => part !== '').join(' ')
}

function clean(text: string, escape: (text: string) => string): string {
  return escape(text.replace(/\r\n?/g, '\n').replace(/[\0-\x08\x0b-\x1f\x7f]/g, '').toWellFormed())
}

function verbatim(text: string): string {
  return text.replaceAll('\n', '\\n')
}

function escapeLine(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}

function escapeText(text: string): string {
  return escapeLine(text).replaceAll(',', '\\,')
}

function escapeComponent(text: string): string {
  return escapeText(text).replaceAll(';', '\\;')
}
