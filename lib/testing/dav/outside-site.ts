import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BookReader } from '#lib/address-book/store/address-book-store.ts'
import { openAddressBooks } from '#lib/address-book/store/stored-address-books.ts'
import { openOutsideBooks } from '#lib/address-book/outside/stored-outside-books.ts'
import { KeptPasswords } from '#lib/gateway/outside-books/kept-passwords.ts'
import { type OutsideKit, ownerOf } from '#lib/gateway/outside-books/outside-kit.ts'
import type { OutsideRules } from '#lib/gateway/outside-books/outside-reach.ts'
import { addServer, followBooks } from '#lib/gateway/outside-books/outside-servers.ts'
import { createLog } from '#lib/log/log.ts'
import { accountKey } from '#lib/session/account-identity.ts'
import type { DavPeer } from './dav-peer.ts'

/** A gateway's part in outside books, with a clock to be set and a log to be read. */
export interface OutsideSite {
  readonly kit: OutsideKit
  readonly data: string
  readonly who: BookReader
  readonly lines: readonly string[]
  readonly rules: { current: OutsideRules | undefined }
  readonly clock: { now: number }
  /** Follows the book `friends` of a peer; answers it with its server. */
  follow(peer: DavPeer): Promise<{ readonly book: string; readonly server: string }>
  close(): Promise<void>
}

export async function outsideSite(): Promise<OutsideSite> {
  const data = await mkdtemp(path.join(tmpdir(), 'postern-outside-'))
  const lines: string[] = []
  const [rules, clock] = [{ current: { hosts: [], onLoopback: true } as OutsideRules | undefined }, { now: 1_000_000 }]
  const kit: OutsideKit = {
    store: await openAddressBooks(data),
    outside: await openOutsideBooks(data),
    passwords: await KeptPasswords.open(data),
    rulesOf: () => rules.current,
    log: createLog('debug', (line) => void lines.push(line)),
    now: () => clock.now,
  }
  const who = ownerOf(accountKey({ site: 'default', host: 'imap.example.test', port: 993, user: 'ann' }))
  return {
    kit, data, who, lines, rules, clock,
    follow: async (peer) => {
      const { id } = await addServer(kit, who, { address: peer.url, ...peer.account }, { signal: new AbortController().signal })
      const [book = ''] = await followBooks(kit, who, id, [peer.bookUrl()])
      return { book, server: id }
    },
    close: async () => {
      await Promise.all([kit.store.close(), kit.outside.close()])
      await rm(data, { recursive: true, force: true })
    },
  }
}
