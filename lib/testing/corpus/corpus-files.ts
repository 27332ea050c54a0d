import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '#lib/cli/root.ts'

const CORPUS = join(ROOT, 'lib/testing/fixtures/corpus')
const LICENCE = /(^|\/)(LICENSE|README(\.md)?)$/

/** A real message of a public collection, as its file has it. */
export interface CorpusMessage {
  readonly name: string
  readonly octets: Buffer
}

/** All messages of the corpus by name; an empty file is none. */
export function corpusMessages(): readonly CorpusMessage[] {
  return readdirSync(CORPUS, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(CORPUS.length + 1))
    .filter((name) => !LICENCE.test(name))
    .sort()
    .map((name) => ({ name, octets: readFileSync(join(CORPUS, name)) }))
    .filter(({ octets }) => octets.length > 0)
}

/** The message as one mail server hands it to another: every line ends in CRLF (RFC 5321 §2.3.8), the last one too. */
export function inWireForm(octets: Buffer): Buffer {
  const text = octets.toString('latin1').replace(/\r?\n/g, '\r\n')
  return Buffer.from(text.endsWith('\r\n') ? text : `${text}\r\n`, 'latin1')
}
