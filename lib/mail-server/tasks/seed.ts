import { readdir, readFile } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'
import type { Mailbox, MailStore, NewMessage } from '#lib/mail-store/mail-store.ts'
import { parseDate } from '#lib/mime/date.ts'
import { firstValue, parseHeader } from '#lib/mime/header.ts'
import { AdministrationProblem, type SeedReport } from '../administration.ts'

/** A seeded message without a date that can be read arrived so many minutes after this one. */
const EPOCH = Date.UTC(2026, 0, 1, 12)
const MINUTE = 60_000
/** The Date header stands in the first octets, or the message counts as one without. */
const HEADER_READ = 64 * 1024
/** Messages that are stored at once: they share a commit, and what the store holds of them until then is bounded. */
const AT_ONCE = 250

interface SeededMailbox {
  readonly name: string
  readonly files: readonly string[]
}

/**
 * Loads `directory/<mailbox>/*.eml` into the store, mailboxes and files in the order of their names; a folder in a folder is a level of the
 * name. Files that end their lines with LF alone are stored with CRLF. Throws AdministrationProblem when nothing is there.
 */
export async function seedStore(store: MailStore, directory: string): Promise<SeedReport> {
  if (!isAbsolute(directory)) throw new AdministrationProblem('The folder to seed from must be given with its full path.')
  const mailboxes = await findMailboxes(directory)
  if (mailboxes.length === 0) throw new AdministrationProblem(`There is no <mailbox>/*.eml in ${directory}.`)
  let messages = 0
  for (const { name, files } of mailboxes) {
    const mailbox = await open(store, name)
    for (let start = 0; start < files.length; start += AT_ONCE) messages += (await mailbox.append(newMessages(files, start))).length
  }
  return { mailboxes: mailboxes.length, messages }
}

async function findMailboxes(directory: string): Promise<readonly SeededMailbox[]> {
  const files = await readdir(directory, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new AdministrationProblem(`The folder ${directory} cannot be read.`, { cause })
  })
  const byMailbox = new Map<string, string[]>()
  for (const file of files) {
    const name = relative(directory, file.parentPath).split(sep).join('/')
    if (!file.isFile() || !file.name.endsWith('.eml') || name === '') continue
    const paths = byMailbox.get(name) ?? []
    paths.push(join(file.parentPath, file.name))
    byMailbox.set(name, paths)
  }
  return [...byMailbox].map(([name, paths]) => ({ name, files: paths.sort(byCode) })).sort((a, b) => byCode(a.name, b.name))
}

// Not by the machine's language: the order must be the same everywhere.
function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

async function open(store: MailStore, name: string): Promise<Mailbox> {
  const known = await store.mailbox(name)
  if (known) return known
  const made = await store.create(name)
  await store.subscribe(made.name)
  return made
}

/** The messages of the files from `start` on, as many as are stored at once. */
async function* newMessages(files: readonly string[], start: number): AsyncGenerator<NewMessage> {
  for (const [index, file] of files.slice(start, start + AT_ONCE).entries()) {
    const content = withCrlf(await readFile(file))
    const sent = sentDate(content.subarray(0, HEADER_READ))
    yield {
      flags: [],
      internalDate: new Date(sent ?? EPOCH + (start + index) * MINUTE),
      size: content.length,
      async *content() {
        yield content
      },
    }
  }
}

function withCrlf(content: Buffer): Buffer {
  if (content.includes('\r\n')) return content
  return Buffer.from(content.toString('latin1').replaceAll('\n', '\r\n'), 'latin1')
}

/** Milliseconds since 1970 of the Date header; undefined when there is none that can be read. */
function sentDate(start: Buffer): number | undefined {
  const end = start.indexOf('\r\n\r\n')
  const value = firstValue(parseHeader(end < 0 ? start : start.subarray(0, end)), 'date')
  const time = value === undefined ? undefined : parseDate(value)?.time
  return time === undefined || time < 0 ? undefined : time
}
