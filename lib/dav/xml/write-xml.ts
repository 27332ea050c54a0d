import { CALENDAR_SERVER, CARDDAV, DAV, type XmlName } from './element.ts'

const PREFIXES: Readonly<Record<string, string>> = { [DAV]: 'd', [CARDDAV]: 'card', [CALENDAR_SERVER]: 'cs' }

/** A piece of XML that is written already: nothing but `element`, `text` and `document` make one. */
export interface Xml {
  readonly xml: string
}

/** An element; what it holds is written one after the other. An own namespace is declared where it is used. */
export function element(name: XmlName, ...content: readonly (Xml | string)[]): Xml {
  return elementWith(name, {}, ...content)
}

/** The same with attributes, whose names are ours. */
export function elementWith(name: XmlName, attributes: Readonly<Record<string, string>>, ...content: readonly (Xml | string)[]): Xml {
  const [, space = '', local = ''] = /^\{(.*)\}(.*)$/s.exec(name) ?? []
  const prefix = PREFIXES[space]
  const tag = prefix === undefined ? local : `${prefix}:${local}`
  const declared = [...(prefix === undefined ? [['xmlns', space]] : []), ...Object.entries(attributes)].map(([key, value = '']) => ` ${key}="${escaped(value)}"`).join('')
  const inner = content.map((each) => (typeof each === 'string' ? text(each).xml : each.xml)).join('')
  return { xml: inner === '' ? `<${tag}${declared}/>` : `<${tag}${declared}>${inner}</${tag}>` }
}

/** Text as the content of an element; characters that XML cannot have become U+FFFD. */
export function text(content: string): Xml {
  return { xml: escaped(content) }
}

/** A document with that root. */
export function document(root: Xml): string {
  const declared = Object.entries(PREFIXES).map(([space, prefix]) => ` xmlns:${prefix}="${space}"`).join('')
  return `<?xml version="1.0" encoding="utf-8"?>\n${root.xml.replace(/^<[^\s/>]+/, (start) => start + declared)}\n`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' }

/** XML 1.0 §2.2 and §2.4; a bare CR would be read as a line feed (§2.11), and vCards end their lines with both. */
function escaped(content: string): string {
  return content
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll(/[&<>"\r]/g, (character) => ENTITIES[character] ?? '')
}
