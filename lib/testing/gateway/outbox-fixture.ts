import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'node:test'
import { Outbox } from '#lib/gateway/outbox/outbox.ts'
import { SenderBox } from '#lib/gateway/outbox/sender-box.ts'
import type { ServiceAccount } from '#lib/gateway/outbox/service-account.ts'
import { startComposition } from '#lib/gateway/writing/begin/start-composition.ts'
import { saveComposition } from '#lib/gateway/writing/save-composition.ts'
import type { Submitted } from '#lib/gateway/writing/sending/submitted.ts'
import type { Writer } from '#lib/gateway/writing/writing.ts'
import { createLog } from '#lib/log/log.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import type { ImapFixture } from '../imap-fixture.ts'
import { readMailbox, type WritingFixture, writingForEach } from '../writing-fixture.ts'

export const ACCOUNT = 'account of alice'
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

/** Gives each test of the file an outbox with a clock of its own, whose sender is Alice. */
export function outboxForEach(): OutboxFixture {
  const fixture = new OutboxFixture()
  writingForEach((fresh) => Object.assign(fixture, fresh))
  beforeEach(async () => {
    fixture.folder = await mkdtemp(join(tmpdir(), 'postern-outbox-'))
    fixture.now = Date.now()
    fixture.isSignedIn = true
    await fixture.open('kept')
  })
  afterEach(async () => {
    await fixture.outbox.stop()
    await rm(fixture.folder, { recursive: true, force: true })
  })
  return fixture
}

/** Her methods may be taken off it: they stay hers. */
class OutboxFixture {
  declare imap: ImapFixture
  declare site: WritingFixture
  declare outbox: Outbox
  /** Where its keys are. */
  folder = ''
  now = 0
  isSignedIn = true
  /** The password of whoever sent last. */
  sentWith = ''

  readonly open = async (credentials: 'kept' | 'signed-in', service?: ServiceAccount): Promise<void> => {
    this.outbox = new Outbox({
      store: this.site.writer.writing.outbox,
      box: credentials === 'kept' ? await SenderBox.open(join(this.folder, 'keys.json'), service) : undefined,
      writerOf: async () => this.desk(),
      isSignedIn: async () => this.isSignedIn,
      done: async (from) => void (this.sentWith = from.credentials().password),
      log: createLog('error', () => undefined),
      attemptsLast: 48 * HOUR,
      now: () => this.now,
    })
  }

  /** The process dies, and the next one looks into its outbox. */
  readonly restart = async (credentials: 'kept' | 'signed-in' = 'kept'): Promise<void> => {
    await this.outbox.stop()
    await this.site.restart()
    await this.open(credentials)
  }

  readonly sender = (): SignedIn => ({ ...this.site.writer.session, imap: { host: '127.0.0.1', port: this.imap.port, tls: 'none', verify: true }, onPublicComputer: false })

  readonly desk = (undo = 0): Writer => {
    const { outbox, site, sender } = this
    const later = { outlivesSession: outbox.outlivesSession(sender()), put: (id: string, due: number) => outbox.put(sender(), id, due), attempt: (id: string, send: () => Promise<Submitted>) => outbox.attempt(sender(), id, send), takeBack: (id: string) => outbox.takeBack(ACCOUNT, id) }
    return { ...site.writer, habits: { ...site.writer.habits, 'composing.undo_seconds': undo, time_zone: 'UTC' }, later }
  }

  readonly write = async (body = 'Text', to = 'bob@example.test'): Promise<string> => {
    const begun = await startComposition(this.site.writer, { kind: 'new' })
    return (await saveComposition(this.site.writer, begun.id, begun.revision, { ...begun, to, subject: 'Hello', body })).kept.id
  }

  readonly waiting = async (due = this.now + HOUR, body?: string): Promise<string> => {
    const id = await this.write(body)
    await this.outbox.put(this.sender(), id, due)
    return id
  }

  readonly stateOf = async (id: string): Promise<string | undefined> => (await this.site.writer.writing.store.find(ACCOUNT, id))?.state
  readonly sent = (): number => this.site.submissions.received.length
  readonly inSent = async (): Promise<number> => (await readMailbox(this.site.connections, 'Sent')).length
}
