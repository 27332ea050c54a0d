import { test } from 'node:test'
import type { Uid } from '#lib/mail/uid.ts'
import { StoreProblem, type DigestField, type Mailbox, type MailStore, type MailStores, type NewMessage, type OctetRange, type StoredMessage, type StoreProblemKind } from '../mail-store.ts'
import type { StoreOptions } from '../store-options.ts'

export interface OpenedStores {
  readonly stores: MailStores
  /** Closes them without ceremony and opens them again. */
  reopen?(): Promise<MailStores>
  cleanup(): Promise<void>
}

export type OpenStores = (options: StoreOptions) => Promise<OpenedStores>

/** One account that a test plays with. */
export interface Scene {
  readonly stores: MailStores
  readonly store: MailStore
  readonly inbox: Mailbox
  readonly opened: OpenedStores
}

/** Declares one test of the contract. */
export type Scenario = (name: string, play: (scene: Scene) => Promise<void>, options?: StoreOptions) => void

export function scenarios(open: OpenStores): Scenario {
  return (name, play, options = {}) =>
    void test(name, async () => {
      const opened = await open(options)
      try {
        const store = await opened.stores.of('alice')
        await play({ stores: opened.stores, store, inbox: await mailboxOf(store, 'INBOX'), opened })
      } finally {
        await opened.cleanup()
      }
    })
}

export async function mailboxOf(store: MailStore, name: string): Promise<Mailbox> {
  const mailbox = await store.mailbox(name)
  if (!mailbox) throw new Error(`There is no ${name}`)
  return mailbox
}

/** A message in its octets, handed over in pieces of `chunk`. */
export function message(content: string | Uint8Array, more: { flags?: readonly string[]; date?: number; zone?: number; size?: number; chunk?: number } = {}): NewMessage {
  const octets = typeof content === 'string' ? Buffer.from(content, 'latin1') : content
  return {
    flags: more.flags ?? [],
    internalDate: new Date(more.date ?? 1_700_000_000_000),
    ...(more.zone === undefined ? {} : { zone: more.zone }),
    size: more.size ?? octets.length,
    async *content() {
      const step = more.chunk ?? 1000
      for (let at = 0; at < octets.length; at += step) yield octets.subarray(at, at + step)
    },
  }
}

export async function* several(...messages: readonly NewMessage[]): AsyncGenerator<NewMessage> {
  yield* messages
}

/** Appends short messages in one go: their subjects and nothing else. */
export function appendSubjects(mailbox: Mailbox, ...subjects: readonly string[]): Promise<readonly Uid[]> {
  return mailbox.append(several(...subjects.map((subject) => message(`Subject: ${subject}\r\n\r\n${subject}`))))
}

export async function contentOf(mailbox: Mailbox, uid: Uid, range?: OctetRange): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(mailbox.content(uid, range)))
}

export async function messagesOf(mailbox: Mailbox, uids?: readonly Uid[], fields: readonly DigestField[] = []): Promise<readonly StoredMessage[]> {
  return (await Array.fromAsync(mailbox.messages(uids ?? (await mailbox.uids()), fields))).flat()
}

/** A check for assert.rejects. */
export function problem(kind: StoreProblemKind): (error: unknown) => boolean {
  return (error) => error instanceof StoreProblem && error.kind === kind
}
