/** An element of a document that has been read; texts are unescaped. */
export interface ReadElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly ReadElement[]
  /** Its own characters, without those of its children. */
  readonly text: string
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const TOKEN = /<\/([\w:-]+)\s*>|<([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy

/** Reads a document strictly: what is not well-formed throws. Knows neither comments, CDATA nor entities of its own. */
export function readXml(document: string): ReadElement {
  const body = document.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/, '').replace(/^<!DOCTYPE [^<>[]*>\s*/, '').trimEnd()
  if (/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(body)) throw new Error('a character that XML has not')
  const root: Open = { name: '', attributes: {}, children: [], text: '' }
  const open: Open[] = [root]
  let end = 0
  for (const [token, closed, started, attributes = '', empty, text] of body.matchAll(TOKEN)) {
    end += token.length
    const current = open.at(-1) ?? root
    if (text !== undefined) current.text += unescape(text)
    else if (closed !== undefined) {
      if (open.length < 2 || current.name !== closed) throw new Error(`</${closed}> ends nothing`)
      open.pop()
    } else if (started !== undefined) {
      const element: Open = { name: started, attributes: attributesOf(attributes), children: [], text: '' }
      current.children.push(element)
      if (empty !== '/') open.push(element)
    }
  }
  if (end !== body.length || open.length !== 1 || root.children.length !== 1 || root.text.trim() !== '' || root.children[0] === undefined) throw new Error('not one whole element')
  return root.children[0]
}

/** The only element below this one that the path leads to, such as `emailProvider/incomingServer/port`. */
export function below(element: ReadElement, path: string): ReadElement {
  return path.split('/').reduce((from, name) => {
    const found = from.children.filter((child) => child.name === name)
    if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} times ${name} in ${from.name}`)
    return found[0]
  }, element)
}

interface Open {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Open[]
  text: string
}

function attributesOf(written: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...written.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, unescape(value)]))
}

function unescape(text: string): string {
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(text)) throw new Error('an entity that is none')
  return text.replaceAll(/&(\w+|#\d+);/g, (_, entity: string) => (entity.startsWith('#') ? String.fromCodePoint(Number(entity.slice(1))) : (ENTITIES[entity] ?? '')))
}
