import assert from 'node:assert/strict'
import type { RouteBrowser } from './route-site.ts'
import { letter, put, putLarge, type GatewaySite, type ServerUnderTest } from './site.ts'
import type { MailScreenProps } from '#components/mail-screen/mail-screen-props.ts'
import { shownAs, type Shown } from '#components/mail-screen/screen-preferences.ts'
import type { Place } from '#components/mail-state/place.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { SMALL_MESSAGE } from '#lib/imap/operations/append-message.ts'
import { FORM_FIELDS, type Composition } from '#lib/mail/composition.ts'
import type { IndexPage, MailboxSummary, MessageAction } from '#lib/mail/index-page.ts'
import { writeMessageId, type MessageRef } from '#lib/mail/message-ref.ts'
import type { PreferenceName } from '#lib/mail/preferences/schema.ts'
import type { SubmissionServer, ReceivedMessage } from '../fakes/submission-server.ts'
import { readMailbox } from '../writing-fixture.ts'

/** Somebody at work: what they set, do and see goes through the routes and the loaders of the pages. */
export class PreferenceDesk {
  readonly browser: RouteBrowser
  readonly server: ServerUnderTest
  /** Lines of the gateway's log. */
  readonly logged: readonly string[]
  readonly submissions: SubmissionServer
  readonly connections: AccountConnections
  readonly #putLarge: (mailbox: string, content: Buffer) => Promise<MessageRef>
  #letters = 0

  constructor({ server, site, browser, submissions, logged }: { readonly server: ServerUnderTest; readonly site: GatewaySite; readonly browser: RouteBrowser; readonly submissions: SubmissionServer; readonly logged: readonly string[] }) {
    this.browser = browser
    this.server = server
    this.logged = logged
    this.submissions = submissions
    this.connections = site.connections(server.alice)
    this.#putLarge = (mailbox, content) => putLarge(site, server.alice, mailbox, content)
  }

  /** Without a value it goes back to the default. */
  async set(name: PreferenceName, value?: unknown): Promise<void> {
    const response = await this.browser.ask('/api/preferences', { json: { changes: [{ name, value }] } })
    assert.equal(response.status, 200, await response.text())
  }

  async get<T>(path: string): Promise<T> {
    return (await (await this.browser.ask(path, { headers: { Accept: 'application/json' } })).json()) as T
  }

  async post<T>(path: string, json: unknown): Promise<T> {
    const response = await this.browser.ask(path, { json })
    assert.ok(response.ok, `${path} ${response.status}`)
    return (await response.json()) as T
  }

  index(mailbox: string, query = ''): Promise<IndexPage> {
    return this.get(`/api/mailboxes/${mailbox}/messages${query}`)
  }

  mailboxes(): Promise<readonly MailboxSummary[]> {
    return this.get('/api/mailboxes')
  }

  /** The mailbox that the tree shows for that use. */
  async marked(use: MailboxSummary['specialUse']): Promise<string | undefined> {
    return (await this.mailboxes()).find(({ specialUse }) => specialUse === use)?.name
  }

  /** What the profile for Apple's devices says there. */
  async profile(key: string): Promise<string | undefined> {
    const profile = await (await this.browser.ask('/api/phone')).text()
    return new RegExp(`<key>${key}</key>\\s*<string>([^<]*)</string>`).exec(profile)?.[1]
  }

  /** The page of a mailbox, or of a message beside it. */
  async screen(place: Partial<Place> = {}): Promise<MailScreenProps> {
    const { loadMailScreen } = await import('../../../app/(mail)/load-mail-screen.ts')
    return this.browser.visit(() => loadMailScreen({ mailbox: 'INBOX', query: {}, show: {}, ...place }, {}))
  }

  /** How the page of that message shows it. */
  async shown(message: string): Promise<Shown> {
    const { site, message: view } = await this.screen({ message })
    assert.ok(view)
    return shownAs({}, site.preferences, view)
  }

  /** Puts a message there that nothing else is like. */
  async receive({ header = {}, body = 'At noon?', mailbox = 'INBOX' }: { readonly header?: Readonly<Record<string, string>>; readonly body?: string; readonly mailbox?: string } = {}): Promise<{ readonly id: string; readonly subject: string }> {
    const subject = `letter (${++this.#letters})`
    const content = letter({ From: 'Bob <bob@example.test>', To: 'alice@example.test', Subject: subject, Date: 'Tue, 3 Feb 2026 04:05:06 +0000', ...header }, body)
    const ref = await (content.length > SMALL_MESSAGE ? this.#putLarge(mailbox, content) : put(this.connections, mailbox, content))
    return { id: writeMessageId(ref), subject }
  }

  /** The mailboxes of the server that hold a message of that subject. */
  async whereIs(subject: string): Promise<readonly string[]> {
    const names = await this.connections.useAny(async (client) => (await client.list()).map(({ path }) => path))
    const found: string[] = []
    for (const name of names) {
      const messages = await readMailbox(this.connections, name)
      found.push(...messages.filter(({ content }) => content.includes(`\r\nSubject: ${subject}\r\n`)).map(() => name))
    }
    return found
  }

  async isSeen(subject: string): Promise<boolean> {
    const found = (await readMailbox(this.connections, 'INBOX')).find(({ content }) => content.includes(`\r\nSubject: ${subject}\r\n`))
    return found?.flags.includes('\\Seen') ?? false
  }

  /** Where a message of the inbox is once somebody has done that to it. */
  async act(action: MessageAction): Promise<readonly string[]> {
    const { id, subject } = await this.receive()
    await this.post('/api/mailboxes/INBOX/messages', { action, messages: [id] })
    return this.whereIs(subject)
  }

  /** A composition as its form shows it at first. */
  async begin(request: { readonly kind?: Composition['kind']; readonly mailbox?: string; readonly id?: string; readonly charset?: string } = {}): Promise<Composition> {
    const { id } = await this.post<{ id: string }>('/api/compositions', request)
    return (await this.get<{ composition: Composition }>(`/api/compositions/${id}`)).composition
  }

  /** The answer that is begun to a message which is addressed like this. */
  async answer(header: Readonly<Record<string, string>> = {}): Promise<Composition> {
    const { id } = await this.receive({ header })
    return this.begin({ kind: 'reply', mailbox: 'INBOX', id })
  }

  /** Sends or postpones it as the form does; says what went out, and where it is now. */
  async finish(intent: 'send' | 'postpone', begun: Composition): Promise<{ readonly sent: ReceivedMessage | undefined; readonly copies: readonly string[] }> {
    const subject = `letter (${++this.#letters})`
    const typed = Object.fromEntries(FORM_FIELDS.map((name) => [name, begun[name]]))
    await this.post(`/api/compositions/${begun.id}`, { ...typed, intent, revision: begun.revision, to: 'bob@example.test', subject })
    const sent = this.submissions.received.find(({ content }) => content.includes(`\r\nSubject: ${subject}\r\n`))
    return { sent, copies: await this.whereIs(subject) }
  }

  /** A new message as the submission server got it. */
  async send(begun?: Composition): Promise<ReceivedMessage> {
    const { sent } = await this.finish('send', begun ?? (await this.begin()))
    assert.ok(sent)
    return sent
  }
}

/** What a header field of a message says; undefined without it. */
export function fieldOf({ content }: ReceivedMessage, name: string): string | undefined {
  return new RegExp(`^${name}: (.*)\r$`, 'm').exec(content.slice(0, content.indexOf('\r\n\r\n') + 2))?.[1]
}
