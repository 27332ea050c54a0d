import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { htmlToText } from '#lib/html/html-to-text.ts'
import { sanitizeMailHtml } from '#lib/html/sanitize.ts'
import { decodeOctets } from '#lib/mime/charset.ts'
import type { MessageDigest, PartExtent } from '#lib/mime/digest.ts'
import { MessageDigester } from '#lib/mime/message-digester.ts'
import { decodeTransferOctets } from '#lib/mime/transfer-encoding.ts'

const TESTING = path.join(import.meta.dirname, '../testing')
const CORPUS = path.join(TESTING, 'fixtures/corpus')
const GOLDEN = path.join(TESTING, 'golden')

/** Characters of a text kept in a golden file: enough to see its charset and its first lines. */
const TEXT_LENGTH = 300

/** The golden files by their path, with what they should hold by the code as it is: one of structures and one of HTML a collection. */
export function goldenFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const collection of ['ruby-mail', 'spamassassin']) {
    const messages = readCollection(collection)
    files.set(path.join(GOLDEN, `structure-${collection}.json`), write(messages.map(([name, content]) => [name, describe(content)])))
    files.set(path.join(GOLDEN, `html-${collection}.json`), write(messages.flatMap(([name, content]) => describeHtml(name, content))))
  }
  return files
}

function readCollection(collection: string): [string, Buffer][] {
  return globSync(`${CORPUS}/${collection}/**`, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'LICENSE')
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .sort()
    .map((file) => [path.relative(path.join(CORPUS, collection), file).replaceAll(path.sep, '/'), readFileSync(file)])
}

function write(entries: readonly (readonly [string, unknown])[]): string {
  return `${JSON.stringify(Object.fromEntries(entries), undefined, 1)}\n`
}

function digest(content: Uint8Array): MessageDigest {
  const digester = new MessageDigester()
  digester.write(content)
  return digester.end()
}

/** What IMAP says of a message in wire form, what people are shown of it, and where its parts lie. */
function describe(content: Buffer): unknown {
  const { envelope, bodyStructure, parts, keys } = digest(content)
  const texts = parts.filter(({ mediaType }) => mediaType === 'text/plain')
  return {
    envelope,
    bodyStructure,
    keys,
    parts: parts.map(({ section, mediaType, headerStart, bodyStart, bodyEnd }) => `${section} ${mediaType} ${headerStart} ${bodyStart} ${bodyEnd}`),
    texts: texts.map((part) => decoded(content, part).slice(0, TEXT_LENGTH)),
  }
}

function decoded(content: Buffer, { bodyStart, bodyEnd, encoding, charset }: PartExtent): string {
  return decodeOctets(decodeTransferOctets(content.subarray(bodyStart, bodyEnd), encoding), charset)
}

/** Every HTML part as the reader's frame gets it, and the beginning of its text. */
function describeHtml(name: string, content: Buffer): [string, unknown][] {
  const parts = digest(content).parts.filter(({ mediaType }) => mediaType === 'text/html')
  return parts.map((part) => {
    const source = decoded(content, part)
    const { html, remoteContent } = sanitizeMailHtml(source, { remoteContent: true, rewrite: ({ kind }) => `/mail-content/${kind}` })
    return [`${name} ${part.section}`, { remoteContent: remoteContent || html.includes('/mail-content/remote'), html, text: htmlToText(source).slice(0, TEXT_LENGTH) }]
  })
}

if (import.meta.main) {
  mkdirSync(GOLDEN, { recursive: true })
  for (const [file, content] of goldenFiles()) writeFileSync(file, content)
  console.log(`Golden files written to ${path.relative(process.cwd(), GOLDEN)}: look at the difference before you commit it.`)
}
