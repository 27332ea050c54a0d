import { SaxesParser } from 'saxes'
import type { XmlElement } from './element.ts'

/** How deep elements may lie in each other, and how many there may be unless more are said. */
const MOST_DEPTH = 32
const MOST_ELEMENTS = 20_000

interface Growing extends XmlElement {
  readonly children: Growing[]
  text: string
}

/**
 * The root element of a document; undefined for what is not well-formed, too deep, too much, or has a document type: nothing outside
 * of the document is ever read, and no entity is defined in it.
 */
export function readXml(document: string, most: { readonly elements: number } = { elements: MOST_ELEMENTS }): XmlElement | undefined {
  const parser = new SaxesParser({ xmlns: true })
  const open: Growing[] = []
  let root: Growing | undefined
  let count = 0
  const stop = (problem: string): never => {
    throw new XmlRefused(problem)
  }
  parser.on('error', (error) => stop(error.message))
  parser.on('doctype', () => stop('a document type'))
  parser.on('opentag', ({ uri, local, attributes }) => {
    if (open.length >= MOST_DEPTH || ++count > most.elements) stop('too much')
    const plain = Object.values(attributes).filter((each) => each.prefix === '' && each.local !== 'xmlns')
    const element: Growing = { space: uri, name: local, attributes: Object.fromEntries(plain.map((each) => [each.local, each.value])), children: [], text: '' }
    open.at(-1)?.children.push(element)
    root ??= element
    open.push(element)
  })
  const say = (text: string): void => {
    const element = open.at(-1)
    if (element) element.text += text
  }
  parser.on('text', say)
  parser.on('cdata', say)
  parser.on('closetag', () => void open.pop())
  try {
    parser.write(document).close()
  } catch (error) {
    if (error instanceof XmlRefused) return undefined
    throw error
  }
  return root
}

class XmlRefused extends Error {}
