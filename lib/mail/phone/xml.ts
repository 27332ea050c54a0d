/** An element of a document that is still to be written; its texts are plain texts, escaped when it is written and nowhere else. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly (XmlElement | string)[]
}

/** Names that we write ourselves: none of them ever comes from outside. */
const NAME = /^[A-Za-z][A-Za-z0-9]*$/

/** XML 1.0 §2.2: every other character, a lone surrogate as well, cannot stand in a document, not even escaped. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' }

/** An element with these attributes and children; an undefined child is left out. Throws where a name is none. */
export function element(name: string, attributes: Readonly<Record<string, string>>, ...children: readonly (XmlElement | string | undefined)[]): XmlElement {
  for (const each of [name, ...Object.keys(attributes)]) if (!NAME.test(each)) throw new Error('An element or attribute has no usable name')
  return { name, attributes, children: children.filter((child) => child !== undefined) }
}

/** The whole document, in UTF-8; `doctype` is written as it is. */
export function writeDocument(root: XmlElement, doctype?: string): string {
  return ['<?xml version="1.0" encoding="UTF-8"?>', ...(doctype === undefined ? [] : [doctype]), ...writeLines(root, ''), ''].join('\n')
}

/** A text stands on one line with its element, so that no white space is added to it. */
function writeLines({ name, attributes, children }: XmlElement, indent: string): string[] {
  const start = `${indent}<${name}${Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`).join('')}`
  if (children.length === 0) return [`${start}/>`]
  if (children.some((child) => typeof child === 'string')) return [`${start}>${children.map(writeInline).join('')}</${name}>`]
  return [`${start}>`, ...children.flatMap((child) => (typeof child === 'string' ? [] : writeLines(child, `${indent}  `))), `${indent}</${name}>`]
}

function writeInline(child: XmlElement | string): string {
  return typeof child === 'string' ? escape(child) : writeLines(child, '').join('')
}

function escape(text: string): string {
  return text.replaceAll(FORBIDDEN, '\uFFFD').replaceAll(/[&<>"'\t\n\r]/g, (character) => ESCAPES[character] ?? '')
}
