import { isAnnotatable } from '#lib/mail-store/rights.ts'
import type { ResponseWriter } from '../protocol/response-writer.ts'
import { writeAstring, writeMailboxName, type NameEncoding } from '../protocol/quoting.ts'
import type { AnnotationChange, AnnotationNews } from './annotation-news.ts'
import type { SignedIn } from './imap-session.ts'

/** Changes that wait for a client at most: beyond them it hears of the newest alone, and asks when it wants to know all. */
const WAITING = 1000

interface WatchOptions {
  readonly news: AnnotationNews
  readonly arrived: () => void
  /** Whether the client asked for those of that mailbox, of the server where it is ''. */
  readonly wants: (mailbox: string) => Promise<boolean>
}

/** What one client, having enabled METADATA (RFC 5464 §4.4) or asked for it by NOTIFY, is to hear of changes by others. */
export class AnnotationWatch {
  readonly #session: string
  readonly #signedIn: SignedIn
  readonly #wants: WatchOptions['wants']
  readonly #stop: () => void
  readonly #waiting: AnnotationChange[] = []

  constructor(session: string, signedIn: SignedIn, { news, arrived, wants }: WatchOptions) {
    this.#wants = wants
    this.#session = session
    this.#signedIn = signedIn
    this.#stop = news.watch((change) => {
      if (!this.#concerns(change)) return
      this.#waiting.push(change)
      if (this.#waiting.length > WAITING) this.#waiting.shift()
      arrived()
    })
  }

  get hasNews(): boolean {
    return this.#waiting.length > 0
  }

  /** `* METADATA name entry…` for each mailbox that the account may see. */
  async tell(out: ResponseWriter, encoding: NameEncoding): Promise<void> {
    for (const change of this.#waiting.splice(0)) {
      const name = await this.#nameOf(change)
      if (name !== undefined && (await this.#wants(name))) await out.untagged(`METADATA ${writeMailboxName(name, encoding)} ${change.entries.map(writeAstring).join(' ')}`)
    }
  }

  end(): void {
    this.#stop()
  }

  #concerns({ by, reader, owner, uidValidity, entries }: AnnotationChange): boolean {
    if (by === this.#session) return false
    const self = this.#signedIn.account.name
    if (uidValidity === undefined && owner !== undefined) return owner === self
    return reader === self || entries.some((name) => name.startsWith('/shared/'))
  }

  async #nameOf({ owner, uidValidity }: AnnotationChange): Promise<string | undefined> {
    if (uidValidity === undefined) return ''
    const { store } = this.#signedIn
    const name = await store.nameOf(uidValidity, owner)
    const mailbox = name === undefined ? undefined : await store.mailbox(name)
    return mailbox && isAnnotatable(mailbox.rights) ? name : undefined
  }
}
