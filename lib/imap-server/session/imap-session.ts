import type { Account } from '#lib/accounts/account-directory.ts'
import type { MailStore, Mailbox, MessageMeta } from '#lib/mail-store/mail-store.ts'
import { isInNetworks } from '#lib/mail/network/networks.ts'
import type { Uid } from '#lib/mail/uid.ts'
import type { Log } from '#lib/log/log.ts'
import type { Conversation } from '#lib/log/trace/trace-book.ts'
import type { NameEncoding, Octets } from '../protocol/quoting.ts'
import { writeNumberSet } from '../protocol/sequence-set.ts'
import type { ResponseWriter } from '../protocol/response-writer.ts'
import { LiveSearches } from './live-searches.ts'
import { AnnotationWatch } from './annotation-watch.ts'
import type { Notifier } from './notifier.ts'
import { MailboxView } from './mailbox-view.ts'
import type { ServerContext } from './server-context.ts'
import { sayIn, type Language } from './texts/languages.ts'
import type { TlsLeg } from './tls-leg.ts'

/** RFC 3501 §3. */
export type SessionState = 'not-authenticated' | 'authenticated' | 'selected' | 'logout'

/** How the connection is protected, which decides what may be said over it, and where it comes from. */
export interface Leg {
  /** The address of its other end. */
  readonly remote: string
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
  /** True for whoever has said no name: it keeps nothing of its own (RFC 4505). */
  readonly isNobody: boolean
}

/** One client's conversation: who it is, and what it has selected. */
export class ImapSession {
  readonly id: string
  readonly server: ServerContext
  log: Log
  leg: Leg
  #client: string | undefined
  /** What is said, for whoever traces the account. */
  conversation: Conversation | undefined
  failedLogins = 0
  /** True while nothing runs but the wait for the client: the moment at which a BYE cuts nothing off. */
  isWaiting = false
  /** RFC 7162 §3.2: what is expunged is told by VANISHED from here on. */
  qresync = false
  #condstore = false
  /** RFC 7162 §3.1: the client is to hear where the selected mailbox stands. */
  #owesModSeq = false
  /** The client knows that its mail comes near a limit. */
  hasWarnedOfQuota = false
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
  /** Results that the client wants kept up to date (RFC 5267 §4.3). */
  readonly live = new LiveSearches()
  /** What this command has removed is told whatever NOTIFY says. */
  mustReveal = false
  readonly #metadata = new Set<string>()
  #annotations: AnnotationWatch | undefined
  #notifier: Notifier | undefined
  readonly #made = new Set<Uid>()
  #wake: (() => void) | undefined
  #signedIn: SignedIn | undefined
  #view: MailboxView | undefined
  #loggedOut = false
  /** In small letters, and as the client has been told them. */
  readonly #knownFlags = new Map<string, string>()
  /** Of the alert that this client has been told. */
  #toldAlert = 0
  /** What its account alone is told, as far as it has been. */
  #toldOwn: readonly string[] = []

  constructor(id: string, server: ServerContext, leg: Leg, log: Log) {
    this.id = id
    this.server = server
    this.leg = leg
    this.log = log
  }

  /** The address that counts for limits and logs: what a trusted gateway has said, else that of the connection's other end. */
  get client(): string {
    return this.#client ?? this.leg.remote
  }

  /** Whether others sign in through the other end, who are not to pay for one another: a trusted gateway that has not said for whom it speaks. */
  get speaksForMany(): boolean {
    return this.#client === undefined && isInNetworks(this.leg.remote, this.server.trustedGateways)
  }

  /**
   * Takes a trusted gateway's word for where whoever signs in next comes from; everybody else's is dropped. What was said in the clear off
   * this machine anybody on the way may have said, and who has signed in has come from where they came.
   */
  speaksFor(address: string): void {
    const { leg, server } = this
    if (this.#signedIn || !(leg.encrypted || leg.loopback) || !isInNetworks(leg.remote, server.trustedGateways)) return
    this.#client = address
    this.log = this.log.with({ remote: address, gateway: leg.remote })
  }

  /** RFC 7162 §3.1: MODSEQ stands in every FETCH of flags from here on. */
  get condstore(): boolean {
    return this.#condstore
  }

  set condstore(enabled: boolean) {
    if (enabled && !this.#condstore && this.#view) this.#owesModSeq = true
    this.#condstore = enabled
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

  /** Somebody says, or has proved, that they are the account of that name. */
  claim(name: string): void {
    this.conversation?.belongsTo({ names: this.server.traces?.namesOf(name) ?? [] })
  }

  signIn(signedIn: SignedIn): void {
    const { signedIn: present } = this.server
    present.set(signedIn.account.name, (present.get(signedIn.account.name) ?? 0) + 1)
    this.#signedIn = signedIn
  }

  async select(mailbox: Mailbox, readOnly: boolean): Promise<MailboxView> {
    this.#view = await MailboxView.open(mailbox, { readOnly, rev2: this.rev2, ledger: this.server.ledger, ledgerKey: this.ledgerKey(mailbox), arrived: () => this.nudge() })
    return this.#view
  }

  /** The mailbox among those that all accounts see, whatever it is called. */
  ledgerKey(mailbox: Mailbox): string {
    return `${this.signedIn.account.name}\0${mailbox.owner ?? ''}\0${mailbox.uidValidity}`
  }

  deselect(): void {
    this.#view?.close()
    this.#view = undefined
    this.live.clear()
    this.#owesModSeq = false
    this.#made.clear()
    this.#knownFlags.clear()
  }

  /** Flags that the client has been told exist in the selected mailbox; answers whether any of these is new to it. */
  learnFlags(flags: readonly string[]): boolean {
    const before = this.#knownFlags.size
    for (const flag of flags) if (!this.#knownFlags.has(flag)) this.#learnFlag(flag)
    return this.#knownFlags.size > before
  }

  #learnFlag(flag: string): void {
    const small = flag.toLowerCase()
    if (!this.#knownFlags.has(small)) this.#knownFlags.set(small, flag)
  }

  /**
   * FLAGS, before the client hears of messages of which one has a keyword that is new to it (RFC 9051 §7.3.5). What it has been told before is named as
   * long as the mailbox is open: it may hold it for a message that has lost it meanwhile.
   */
  async announceFlags(out: ResponseWriter, metas: readonly Pick<MessageMeta, 'flags'>[]): Promise<void> {
    let isNew = false
    for (const { flags } of metas) if (this.learnFlags(flags)) isNew = true
    if (!isNew) return
    const { flags } = await this.view.mailbox.status()
    this.learnFlags(flags)
    const there = new Set(flags.map((flag) => flag.toLowerCase()))
    const others = [...this.#knownFlags].filter(([small]) => !there.has(small)).map(([, flag]) => flag)
    await out.untagged(`FLAGS (${[...flags, ...others].join(' ')})`)
  }

  logOut(): void {
    this.#loggedOut = true
  }

  /** RFC 5464 §4.1: from here on the client hears of annotations that others change. False when it does already. */
  enableAnnotations(as: 'METADATA' | 'METADATA-SERVER'): boolean {
    const isNew = !this.#metadata.has(as)
    this.#metadata.add(as)
    this.#watchAnnotations()
    return isNew
  }

  /** What NOTIFY asked for; undefined before the first. */
  get notifier(): Notifier | undefined {
    return this.#notifier
  }

  /** RFC 5465 §3.1: in the place of what was asked for before. */
  notify(notifier: Notifier): void {
    this.#notifier?.end()
    this.#notifier = notifier
    this.#watchAnnotations()
  }

  /** Messages that the client itself has put into its selected mailbox: what they are is no news (RFC 5465 §5.2). */
  madeHere(mailbox: Mailbox, uids: readonly Uid[]): void {
    if (this.#notifier?.selected && this.#view?.mailbox.uidValidity === mailbox.uidValidity) for (const uid of uids) this.#made.add(uid)
  }

  /** Settles when there is something that may be told, the selected mailbox has gone, or at a nudge. One waits at a time. */
  changed(expungeAllowed: boolean): Promise<void> {
    const hasNews = this.#annotations?.hasNews || this.#notifier?.hasNews || this.#view?.isRemoved || (this.#tellsSelected && this.#view?.hasNotices(expungeAllowed))
    return hasNews ? Promise.resolve() : new Promise((resolve) => (this.#wake = resolve))
  }

  /** False when NOTIFY has asked for nothing of the selected mailbox, and no command needs it told. */
  get #tellsSelected(): boolean {
    return !this.#notifier || this.#notifier.selected !== undefined || this.mustReveal
  }

  #watchAnnotations(): void {
    this.#annotations ??= new AnnotationWatch(this.id, this.signedIn, {
      news: this.server.annotations,
      arrived: () => this.nudge(),
      wants: async (mailbox) => this.#metadata.size > 0 || ((await this.#notifier?.wantsAnnotations(mailbox)) ?? false),
    })
  }

  /** Wakes who waits in `changed`. */
  nudge(): void {
    this.#wake?.()
    this.#wake = undefined
  }

  /** Frees what the session holds; the connection is gone. */
  end(): void {
    this.conversation?.end()
    this.deselect()
    this.#annotations?.end()
    this.#notifier?.end()
    this.#loggedOut = true
    if (!this.#signedIn) return
    const { signedIn: present } = this.server
    const { name } = this.#signedIn.account
    const left = (present.get(name) ?? 1) - 1
    if (left > 0) present.set(name, left)
    else present.delete(name)
    this.#signedIn = undefined
  }

  /** Tells whoever has signed in what an administrator wants everybody to know, or them alone, once (RFC 3501 §7.1). */
  async tellAlert(out: ResponseWriter): Promise<void> {
    if (!this.#signedIn || this.#loggedOut) return
    const { serial, text } = this.server.alert
    const own = this.server.alert.ownOf(this.#signedIn.account.name)
    const news = [...(this.#toldAlert === serial || text === '' ? [] : [text]), ...own.filter((line) => !this.#toldOwn.includes(line))]
    this.#toldAlert = serial
    this.#toldOwn = own
    for (const line of news) await out.untagged(`OK [ALERT] ${line}`)
  }

  /** Tells the client what has changed, in its selected mailbox as far as it may know it now. */
  async reveal(out: ResponseWriter, expungeAllowed: boolean): Promise<void> {
    await this.#annotations?.tell(out, this.nameEncoding)
    await this.#notifier?.tell(out)
    const view = this.#view
    if (view && this.#owesModSeq) await out.untagged(`OK [HIGHESTMODSEQ ${(await view.mailbox.status()).highestModSeq}] ${this.say('Highest modification sequence')}`)
    this.#owesModSeq = false
    if (!this.#tellsSelected || !view) return
    this.mustReveal = false
    // Worked out before the notices are taken: from then on the numbers are those behind them.
    const departures = this.live.departures(view.departing(expungeAllowed))
    const notices = view.takeNotices(expungeAllowed)
    if (departures !== '') await out.write(departures)
    let vanished: Uid[] = []
    let { recentCount: recent } = view
    const news: Uid[] = []
    for (const notice of notices) {
      // RFC 9586 §3: without sequence numbers VANISHED takes the place of EXPUNGE, too. It stands in its order: EXISTS counts with it.
      if (notice.kind === 'expunge' && (this.qresync || this.uidOnly)) {
        vanished.push(notice.uid)
        continue
      }
      await tellVanished(out, vanished)
      vanished = []
      if (notice.kind === 'exists') {
        await out.write(`* ${notice.count} EXISTS\r\n${this.rev2 ? '' : `* ${notice.recent} RECENT\r\n`}`)
        recent = notice.recent
        for (const uid of notice.uids) news.push(uid)
      } else if (notice.kind === 'expunge') await out.untagged(`${notice.sequence} EXPUNGE`)
      else if (this.#notifier?.selected?.flags ?? true) await this.#tellFlags(out, notice.meta, notice.sequence)
    }
    await tellVanished(out, vanished)
    // RFC 3501 §7.3.2: only the server can tell how many of those that have gone were recent.
    if (view.recentCount !== recent && !this.rev2) await out.untagged(`${view.recentCount} RECENT`)
    await this.#tellNew(out, news)
    const updates = await this.live.updates(view.takeTouched())
    if (updates !== '') await out.write(updates)
  }

  /** When all notices are told: only then the view's numbers are the client's. */
  async #tellNew(out: ResponseWriter, uids: readonly Uid[]): Promise<void> {
    const news = uids.filter((uid) => !this.#made.delete(uid) && this.view.sequenceOf(uid) > 0)
    if (news.length > 0) await this.#notifier?.selected?.tellNew(out, news)
  }

  /** The flags of messages that this session's own command has changed, in the view's numbers. */
  async revealFlags(out: ResponseWriter, metas: readonly MessageMeta[]): Promise<void> {
    for (const meta of metas) if (this.view.sequenceOf(meta.uid) > 0) await this.#tellFlags(out, meta, this.view.sequenceOf(meta.uid))
  }

  /** `* n FETCH (UID … FLAGS …)`. */
  async #tellFlags(out: ResponseWriter, meta: MessageMeta, sequence: number): Promise<void> {
    await this.announceFlags(out, [meta])
    const modSeq = this.condstore ? ` MODSEQ (${meta.modSeq})` : ''
    await out.untagged(`${this.fetchHead(meta.uid, sequence)}FLAGS (${this.view.flagsOf(meta).join(' ')})${modSeq})`)
  }

  /** `n FETCH (UID u `, or what takes its place without sequence numbers (RFC 9586 §3); the number is the view's, unless another is right. */
  fetchHead(uid: Uid, sequence: number = this.view.sequenceOf(uid)): string {
    return this.uidOnly ? `${uid} UIDFETCH (` : `${sequence} FETCH (UID ${uid} `
  }
}

/** RFC 7162 §3.2.10.2. */
async function tellVanished(out: ResponseWriter, uids: readonly Uid[]): Promise<void> {
  if (uids.length > 0) await out.untagged(`VANISHED ${writeNumberSet(uids)}`)
}
