import type { Account, AccountDirectory } from '#lib/accounts/account-directory.ts'
import type { BearerTokens } from '#lib/accounts/bearer-tokens.ts'
import type { ClientCertificates } from '#lib/accounts/client-certificates.ts'
import type { MailStore, Mailbox, MessageMeta } from '#lib/mail-store/mail-store.ts'
import type { Uid } from '#lib/mail/uid.ts'
import type { Log } from '#lib/log/log.ts'
import type { ImapLimits } from '../limits.ts'
import type { NameEncoding, Octets } from '../protocol/quoting.ts'
import { writeNumberSet } from '../protocol/sequence-set.ts'
import type { ResponseWriter } from '../protocol/response-writer.ts'
import { MailboxView } from './mailbox-view.ts'
import type { RecentLedger } from './recent-ledger.ts'
import type { ServerAlert } from './server-alert.ts'
import { sayIn, type Language } from './texts/languages.ts'
import type { TlsLeg } from './tls-leg.ts'

/** RFC 3501 §3. */
export type SessionState = 'not-authenticated' | 'authenticated' | 'selected' | 'logout'

/** What all sessions of one server share. */
export interface ServerContext {
  readonly accounts: AccountDirectory
  /** Where an issuer may say who somebody is (RFC 7628). */
  readonly tokens?: BearerTokens
  /** Where a certificate may say so (RFC 4422 appendix A). */
  readonly certificates?: ClientCertificates
  readonly storeOf: (account: Account) => Promise<MailStore>
  readonly ledger: RecentLedger
  readonly limits: ImapLimits
  readonly version: string
  readonly trustLoopback: boolean
  readonly counters: Counters
  readonly alert: ServerAlert
  /** Connections for each account that has signed in. */
  readonly signedIn: Map<string, number>
}

export interface Counters {
  connections: number
  logins: number
  failedLogins: number
  commands: number
  octetsIn: number
  octetsOut: number
}

/** How the connection is protected, which decides what may be said over it. */
export interface Leg {
  readonly encrypted: boolean
  readonly loopback: boolean
  /** TLS can still be started with STARTTLS. */
  readonly canStartTls: boolean
  /** There once TLS is on. */
  readonly tls?: TlsLeg
}

export interface SignedIn {
  readonly account: Account
  readonly store: MailStore
}

/** One client's conversation: who it is, and what it has selected. */
export class ImapSession {
  readonly id: string
  readonly server: ServerContext
  readonly log: Log
  leg: Leg
  failedLogins = 0
  /** True while nothing runs but the wait for the client: the moment at which a BYE cuts nothing off. */
  isWaiting = false
  /** RFC 7162 §3.1: MODSEQ stands in every FETCH of flags from here on. */
  condstore = false
  /** RFC 9755: the client takes UTF-8 in quoted strings, mailbox names and header fields. */
  utf8Accept = false
  /** RFC 9051: the client has asked for IMAP4rev2. */
  rev2 = false
  /** RFC 9586: the client hears and says nothing of sequence numbers. */
  uidOnly = false
  /** RFC 5255 §3: in which replies speak to people. */
  language: Language = 'en'
  /** RFC 4978: both directions are compressed. */
  isCompressed = false
  #signedIn: SignedIn | undefined
  #view: MailboxView | undefined
  #loggedOut = false
  #knownFlags = new Set<string>()
  /** Of the alert that this client has been told. */
  #toldAlert = 0

  constructor(id: string, server: ServerContext, leg: Leg, log: Log) {
    this.id = id
    this.server = server
    this.leg = leg
    this.log = log
  }

  get state(): SessionState {
    if (this.#loggedOut) return 'logout'
    if (this.#view) return 'selected'
    return this.#signedIn ? 'authenticated' : 'not-authenticated'
  }

  /** Who signed in, and their mail. Commands whose row asks for sign-in may rely on it. */
  get signedIn(): SignedIn {
    if (!this.#signedIn) throw new Error('Nobody has signed in')
    return this.#signedIn
  }

  get accountName(): string | undefined {
    return this.#signedIn?.account.name
  }

  /** The selected mailbox. Commands whose row asks for the selected state may rely on it. */
  get view(): MailboxView {
    if (!this.#view) throw new Error('No mailbox is selected')
    return this.#view
  }

  get selected(): MailboxView | undefined {
    return this.#view
  }

  /** Modified UTF-7 until the client has said otherwise (RFC 9755 §3, RFC 9051 §5.1). */
  get nameEncoding(): NameEncoding {
    return this.utf8Accept || this.rev2 ? 'utf8' : 'modified-utf7'
  }

  /** A sentence of ours in the client's language, as octets. */
  say(sentence: string): Octets {
    return sayIn(this.language, sentence)
  }

  /** Octets that one command may hold in memory. */
  get lineLimit(): number {
    const { limits } = this.server
    return this.#signedIn ? limits.lineAfterLogin : limits.lineBeforeLogin
  }

  /** Octets of a literal that the client may send uninvited: little before sign-in, anything after it (RFC 7888 §5). */
  get uninvitedLiteralLimit(): number {
    return this.#signedIn ? Infinity : 4096
  }

  signIn(signedIn: SignedIn): void {
    const { signedIn: present } = this.server
    present.set(signedIn.account.name, (present.get(signedIn.account.name) ?? 0) + 1)
    this.#signedIn = signedIn
  }

  async select(mailbox: Mailbox, readOnly: boolean): Promise<MailboxView> {
    this.#view = await MailboxView.open(mailbox, { readOnly, rev2: this.rev2, ledger: this.server.ledger, ledgerKey: this.ledgerKey(mailbox) })
    return this.#view
  }

  /** The mailbox's name among those of all accounts. */
  ledgerKey(mailbox: Mailbox): string {
    return `${this.signedIn.account.name}\0${mailbox.name}`
  }

  deselect(): void {
    this.#view?.close()
    this.#view = undefined
    this.#knownFlags.clear()
  }

  /** Flags that the client has been told exist in the selected mailbox; answers whether any of these is new to it. */
  learnFlags(flags: readonly string[]): boolean {
    const before = this.#knownFlags.size
    for (const flag of flags) this.#knownFlags.add(flag.toLowerCase())
    return this.#knownFlags.size > before
  }

  logOut(): void {
    this.#loggedOut = true
  }

  /** Frees what the session holds; the connection is gone. */
  end(): void {
    this.deselect()
    this.#loggedOut = true
    if (!this.#signedIn) return
    const { signedIn: present } = this.server
    const { name } = this.#signedIn.account
    const left = (present.get(name) ?? 1) - 1
    if (left > 0) present.set(name, left)
    else present.delete(name)
    this.#signedIn = undefined
  }

  /** Tells whoever has signed in what an administrator wants everybody to know, once (RFC 3501 §7.1). */
  async tellAlert(out: ResponseWriter): Promise<void> {
    const { serial, text } = this.server.alert
    if (this.#toldAlert === serial || !this.#signedIn || this.#loggedOut) return
    this.#toldAlert = serial
    if (text !== '') await out.untagged(`OK [ALERT] ${text}`)
  }

  /** Tells the client what has changed in its selected mailbox, as far as it may know it now. */
  async reveal(out: ResponseWriter, expungeAllowed: boolean): Promise<void> {
    const view = this.#view
    if (!view?.hasNotices(expungeAllowed)) return
    const notices = view.takeNotices(expungeAllowed)
    const gone = this.uidOnly ? notices.flatMap((notice) => (notice.kind === 'expunge' ? notice.uid : [])) : []
    // RFC 9586 §3: one line for all that have gone; where it stands among the others makes no difference without numbers.
    if (gone.length > 0) await out.untagged(`VANISHED ${writeNumberSet(gone)}`)
    for (const notice of notices) {
      if (notice.kind === 'exists') await out.write(`* ${notice.count} EXISTS\r\n${this.rev2 ? '' : `* ${notice.recent} RECENT\r\n`}`)
      else if (notice.kind === 'flags') await this.#tellFlags(out, notice.meta)
      else if (!this.uidOnly) await out.untagged(`${notice.sequence} EXPUNGE`)
    }
  }

  /** The flags of messages that this session's own command has changed, in the view's numbers. */
  async revealFlags(out: ResponseWriter, metas: readonly MessageMeta[]): Promise<void> {
    for (const meta of metas) if (this.view.sequenceOf(meta.uid) > 0) await this.#tellFlags(out, meta)
  }

  /** `* n FETCH (UID … FLAGS …)`, and FLAGS first when one is new to the client (RFC 3501 §7.2.6). */
  async #tellFlags(out: ResponseWriter, meta: MessageMeta): Promise<void> {
    if (this.learnFlags(meta.flags)) {
      const { flags } = await this.view.mailbox.status()
      this.learnFlags(flags)
      await out.untagged(`FLAGS (${flags.join(' ')})`)
    }
    const modSeq = this.condstore ? ` MODSEQ (${meta.modSeq})` : ''
    await out.untagged(`${this.fetchHead(meta.uid)}FLAGS (${this.view.flagsOf(meta).join(' ')})${modSeq})`)
  }

  /** `n FETCH (UID u `, or what takes its place without sequence numbers (RFC 9586 §3); the message is in the view. */
  fetchHead(uid: Uid): string {
    return this.uidOnly ? `${uid} UIDFETCH (` : `${this.view.sequenceOf(uid)} FETCH (UID ${uid} `
  }
}
