import { constants, copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { syncFolder } from '#lib/storage/database-file.ts'
import type { MessageDigest } from '#lib/mime/digest.ts'
import { MessageDigester } from '#lib/mime/message-digester.ts'
import { nextUidValidity } from '../../store-options.ts'
import { CONTENT_FOLDER, DATABASE } from '../account-database.ts'
import { ContentFiles } from '../content/content-files.ts'
import { contentOfFile } from '../content/content-name.ts'
import { ContentPacks, isPack } from '../content/content-packs.ts'
import { JOURNAL } from '../journal/journal.ts'
import { discardSearchIndex } from '../search-index/index-files.ts'
import { AccountBuilder, BUILDING } from './account-builder.ts'
import { KnownState, type KnownMailbox } from './known-state.ts'
import { openOldDatabase, type OldDatabase } from './read-database.ts'
import { readJournal } from './read-journal.ts'
import { scanContent, type FoundContent } from './scan-content.ts'

/** Where messages go of which nothing but their content is known. */
export const RECOVERED = 'Recovered'

export interface RepairReport {
  /** Where UIDs and flags come from. */
  readonly source: 'database' | 'journal' | 'both' | 'content'
  readonly mailboxes: number
  readonly messages: number
  /** Messages that are known but whose content has gone. */
  readonly lost: number
  /** Messages of which only the content was left. */
  readonly recovered: number
  /** The folder, inside the account's, in which what was damaged lies now. */
  readonly setAside: string
}

/**
 * Makes the database of an account's folder anew from its contents, with UIDs, UIDVALIDITY and flags from the best copy that is left: the
 * database where it is sound, else the journal, else what can be read of both. What was there is kept aside. Nobody may have the account open;
 * a kill in the middle changes nothing. `now` in milliseconds since 1970.
 */
export async function rebuildAccount(folder: string, now: number): Promise<RepairReport> {
  for (const ending of ['', '-wal', '-shm']) await rm(join(folder, BUILDING + ending), { force: true })
  const old = openOldDatabase(folder)
  try {
    const { state, source, sequence, isComplete } = await gatherState(folder, old)
    if (old) await keepBodies(folder, old)
    const builder = new AccountBuilder(folder)
    try {
      const recovered = await addContents(folder, builder, state, { now, isComplete })
      nameMailboxes(state)
      // One more than both know: the journal counts as behind and is written anew.
      const counts = builder.finish(state, sequence + 1)
      old?.close()
      return { source, mailboxes: state.mailboxes.size, ...counts, recovered, setAside: await putInPlace(folder, builder.files, now) }
    } catch (error) {
      builder.abandon()
      throw error
    }
  } finally {
    old?.close()
  }
}

interface Gathered {
  readonly state: KnownState
  readonly source: RepairReport['source']
  readonly sequence: number
  /** Content that the state does not name is no message. */
  readonly isComplete: boolean
}

async function gatherState(folder: string, old: OldDatabase | undefined): Promise<Gathered> {
  const state = new KnownState()
  const journal = readJournal(folder)
  for await (const record of journal.records) state.take(record)
  const sequence = Math.max(journal.sequence(), old?.sequence ?? 0)
  if (old?.isSound && old.sequence >= journal.sequence()) {
    const fromDatabase = new KnownState()
    for (const record of old.records()) fromDatabase.take(record)
    return { state: fromDatabase, source: 'database', sequence, isComplete: fromDatabase.mailboxes.size > 0 }
  }
  if (journal.isWhole()) return { state, source: 'journal', sequence, isComplete: true }
  const merged = new KnownState()
  for (const record of old?.records() ?? []) merged.take(record)
  // The journal's word comes last: it was written first.
  const again = readJournal(folder)
  for await (const record of again.records) merged.take(record)
  return { state: merged, source: merged.mailboxes.size > 0 ? 'both' : 'content', sequence, isComplete: false }
}

/** What older versions have stored in the database itself goes into a pack. */
async function keepBodies(folder: string, old: OldDatabase): Promise<void> {
  const packs = new ContentPacks(join(folder, CONTENT_FOLDER), () => undefined)
  for (const octets of old.bodies()) {
    packs.move(octets, createHash('sha256').update(octets).digest(), 0)
    packs.write()
  }
  await packs.close()
}

async function addContents(folder: string, builder: AccountBuilder, state: KnownState, { now, isComplete }: { now: number; isComplete: boolean }): Promise<number> {
  const content = join(folder, CONTENT_FOLDER)
  const named = new Set([...state.mailboxes.values()].flatMap(({ messages }) => [...messages.values()].map(({ sha256 }) => sha256)))
  let recovered = 0
  for await (const found of scanContent(content)) {
    const sha256 = found.sha256.toString('hex')
    const isStray = !named.has(sha256)
    if (builder.has(sha256) || (isStray && (isComplete || found.isFreed))) continue
    builder.addContent(found, await digestOf(content, found))
    if (!isStray) continue
    recover(state, found, now)
    recovered++
  }
  return recovered
}

async function digestOf(folder: string, { octets, size, at }: FoundContent): Promise<MessageDigest> {
  const digester = new MessageDigester()
  if (octets) digester.write(octets)
  else if ('file' in at) for await (const chunk of new ContentFiles(folder, () => undefined).read(at.file, 0, size)) digester.write(chunk)
  return digester.end()
}

function recover(state: KnownState, { sha256, internalDate }: FoundContent, now: number): void {
  const known = [...state.mailboxes].find(([, { name }]) => name === RECOVERED)?.[0]
  const uidValidity = known ?? nextUidValidity(state.lastUidValidity, now)
  const uid = state.mailboxes.get(uidValidity)?.uidNext ?? 1
  if (known === undefined) state.take(['mailbox', uidValidity, RECOVERED, null, 1, 1])
  state.take(['message', uidValidity, uid, sha256.toString('hex'), '', internalDate || now, now, (state.mailboxes.get(uidValidity)?.modSeq ?? 1) + 1])
}

/** Each has a name of its own, whatever was lost. */
function nameMailboxes(state: KnownState): void {
  const taken = new Set<string>()
  const uses = new Set<string>()
  for (const [uidValidity, mailbox] of state.mailboxes as ReadonlyMap<number, KnownMailbox>) {
    if (mailbox.name === undefined || taken.has(mailbox.name)) mailbox.name = `${RECOVERED}/${uidValidity}`
    taken.add(mailbox.name)
    if (mailbox.specialUse !== null && uses.has(mailbox.specialUse)) mailbox.specialUse = null
    uses.add(mailbox.specialUse ?? '')
  }
}

async function putInPlace(folder: string, files: ReadonlySet<string>, now: number): Promise<string> {
  const name = `damaged-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`
  const [aside, content] = [join(folder, name), join(folder, CONTENT_FOLDER)]
  await mkdir(aside, { recursive: true, mode: 0o700 })
  // Before the new database comes into its place: it would take another one's log for its own.
  for (const file of [`${DATABASE}-shm`, `${DATABASE}-wal`]) await rename(join(folder, file), join(aside, file)).catch(ignoreMissing)
  await copyFile(join(folder, DATABASE), join(aside, DATABASE), constants.COPYFILE_FICLONE).catch(ignoreMissing)
  await copyFile(join(folder, JOURNAL), join(aside, JOURNAL)).catch(ignoreMissing)
  // It knows contents by numbers that mean others from now on.
  discardSearchIndex(folder)
  await rename(join(folder, BUILDING), join(folder, DATABASE))
  syncFolder(folder)
  for (const file of await readdir(content)) if (!isPack(file) && !files.has(contentOfFile(file))) await moveFile(join(content, file), join(aside, file))
  return aside
}

/** Content may lie in another file system than the rest. */
async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    await copyFile(from, to)
    await rm(from)
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
