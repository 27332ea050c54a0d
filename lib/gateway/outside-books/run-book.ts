import { randomBytes } from 'node:crypto'
import { RemoteBookClient } from '#lib/dav/client/remote-book.ts'
import { DavProblem } from '#lib/dav/dav-problem.ts'
import type { OutsideBook } from '#lib/address-book/outside/outside-book-store.ts'
import { type OutsideKit, ownerOf, rulesFor } from './outside-kit.ts'
import { problemOf } from './outside-problem.ts'
import { outsideReach } from './outside-reach.ts'
import { passwordOf } from './outside-servers.ts'
import { failureOf } from './sync/sync-job.ts'
import { synchroniseBook, SyncStop } from './sync/synchronise-book.ts'

export interface RunHow {
  /** The person wants it now: what failed before is tried again. */
  readonly isAsked: boolean
  /** They have said that many cards may go here. */
  readonly mayRemoveMany?: boolean
}

/** One run, in milliseconds; the next one goes on. */
const RUN_TIME = 5 * 60_000
/** Whoever dies holds a book no longer; a run extends it. */
const HOLD = 60_000
const EXTEND_AFTER = 15_000

const MINUTE = 60_000
const FIRST_PAUSE = 5 * MINUTE
const LONGEST_PAUSE = 6 * 60 * MINUTE
/** What a server may ask for. */
const LONGEST_WAIT = 24 * 60 * MINUTE

/**
 * Synchronises one book unless somebody else does, the server wants to be left alone, or its password was refused. How it went is kept with
 * the book; nothing is thrown but for storage that fails.
 */
export async function runBook(kit: OutsideKit, book: string, { isAsked, mayRemoveMany = false }: RunHow): Promise<void> {
  const { outside, now } = kit
  const known = await outside.book(book)
  if (!known || !kit.rulesOf(known.account) || isToWait(known, isAsked, now())) return
  const server = await outside.server(known.account, known.server)
  if (server.isRefused) return
  const holder = randomBytes(9).toString('base64url')
  if (!(await outside.claim(book, holder, { now: now(), until: now() + HOLD }))) return
  try {
    if (!(await isStillHere(kit, known))) return
    await outside.changeBook(book, { began: now() })
    await attempt(kit, known, { holder, mayRemoveMany, isAsked })
    await outside.changeBook(book, { ended: now(), problem: '', failures: 0, notBefore: 0 })
  } catch (error) {
    await noteFailure(kit, known, error)
  } finally {
    await outside.release(book, holder)
  }
}

/** What a server has said counts for everybody, the pauses of our own only where nobody waits. */
function isToWait({ run: { notBefore, problem } }: OutsideBook, isAsked: boolean, now: number): boolean {
  return now < notBefore && (!isAsked || problem === 'busy')
}

/** A book that was deleted here is followed no longer. */
async function isStillHere({ store, outside }: OutsideKit, { book, account }: OutsideBook): Promise<boolean> {
  try {
    await store.book(ownerOf(account), book)
    return true
  } catch (error) {
    if (failureOf(error) !== 'no-such-contact') throw error
    await outside.unfollow(book)
    return false
  }
}

interface Attempt {
  readonly holder: string
  readonly mayRemoveMany: boolean
  readonly isAsked: boolean
}

async function attempt(kit: OutsideKit, known: OutsideBook, { holder, mayRemoveMany, isAsked }: Attempt): Promise<void> {
  const { store, outside, now } = kit
  const server = await outside.server(known.account, known.server)
  const [url, address] = [new URL(known.url), new URL(server.address)]
  // The password is for that server alone, whatever else the storage says.
  if (url.origin !== address.origin) throw new DavProblem('not-allowed', 'origin')
  const password = await passwordOf(kit, known.account, server)
  if (password === undefined) throw new DavProblem('refused-password', 'key')
  const began = now()
  let held = began
  const pulse = async (): Promise<void> => {
    const at = now()
    if (at - began > RUN_TIME) throw new SyncStop('unfinished')
    if (at - held < EXTEND_AFTER) return
    held = at
    if (!(await outside.claim(known.book, holder, { now: at, until: at + HOLD }))) throw new SyncStop('unfinished')
  }
  const client = new RemoteBookClient(known.url, { user: server.user, password }, outsideReach(url, rulesFor(kit, known.account)), new AbortController().signal)
  await synchroniseBook({ store, outside, who: ownerOf(known.account), book: known, client, pulse, mayRemoveMany, tellsAgain: isAsked })
}

async function noteFailure({ outside, log, now }: OutsideKit, { book, account, server, run }: OutsideBook, error: unknown): Promise<void> {
  const problem = problemOf(error)
  const failures = run.failures + 1
  const pause = problem === 'unfinished' ? 0 : Math.min(FIRST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE)
  const asked = error instanceof DavProblem && error.kind === 'busy' ? Math.max(MINUTE, Math.min((error.retryAfter ?? 0) * 1000, LONGEST_WAIT)) : 0
  if (problem === 'failed' && !(error instanceof DavProblem)) log.error('outside-book', error)
  else log.warn('outside-book', { problem, detail: error instanceof DavProblem ? error.detail : '' })
  if (problem === 'refused-password') await outside.changeServer(account, server, { isRefused: true }).catch(() => undefined) // taken away meanwhile
  await outside.changeBook(book, { problem, failures, notBefore: now() + Math.max(pause, asked) })
}
