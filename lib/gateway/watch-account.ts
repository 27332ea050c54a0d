import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { connect } from '#lib/imap/connect.ts'
import { createWaker, watchOn, type Waker } from '#lib/imap/watch.ts'
import type { Log } from '#lib/log/log.ts'
import type { MailboxEvent } from '#lib/mail/mailbox-event.ts'

/** After a lost connection: at first at once, for people who are reading; then slower, for the server's sake. */
const RETRY_MILLISECONDS = [500, 2000, 10_000, 30_000] as const

interface Listener {
  readonly mailbox: string
  readonly tell: (event: MailboxEvent) => void
  readonly end: () => void
}

interface Watch {
  readonly listeners: Set<Listener>
  /** The mailbox opened last. */
  current: string
  readonly waker: Waker
  readonly end: AbortController
}

/** Whose mailboxes: the account by proof of its password (AccountConnections.key), and its connections. */
export interface WatchedAccount {
  readonly account: string
  readonly open: (signal: AbortSignal) => AccountConnections
}

/** The watches of all accounts: one connection for each, however many browsers and tabs listen. */
export class AccountWatches {
  readonly #watches = new Map<string, Watch>()
  readonly #log: Log

  constructor(log: Log) {
    this.#log = log
  }

  /**
   * Tells of changes in `mailbox` and INBOX until the returned function is called. `open` gives the account's connections for as
   * long as its signal lives, which may be longer than the caller's request.
   */
  listen({ account, open }: WatchedAccount, mailbox: string, tell: (event: MailboxEvent) => void, end: () => void = () => undefined): () => void {
    const key = account
    const watch = this.#watches.get(key) ?? this.#start(key, open, mailbox)
    const listener: Listener = { mailbox, tell, end }
    watch.listeners.add(listener)
    if (watch.current !== mailbox) {
      watch.current = mailbox
      watch.waker.wake()
    }
    return () => this.#leave(key, watch, listener)
  }

  /** Tells everybody who listens to that account to begin anew: what was proved for it holds no longer. */
  end(account: string): void {
    for (const { end } of [...(this.#watches.get(account)?.listeners ?? [])]) end()
  }

  get count(): number {
    return this.#watches.size
  }

  #start(key: string, open: (signal: AbortSignal) => AccountConnections, mailbox: string): Watch {
    const watch: Watch = { listeners: new Set(), current: mailbox, waker: createWaker(), end: new AbortController() }
    this.#watches.set(key, watch)
    void this.#run(open(watch.end.signal), watch)
    return watch
  }

  #leave(key: string, watch: Watch, listener: Listener): void {
    watch.listeners.delete(listener)
    const [last] = [...watch.listeners].slice(-1)
    if (last) {
      watch.current = last.mailbox
      watch.waker.wake()
      return
    }
    watch.end.abort()
    if (this.#watches.get(key) === watch) this.#watches.delete(key)
  }

  async #run(connections: AccountConnections, watch: Watch): Promise<void> {
    const { signal } = watch.end
    const tell = (event: MailboxEvent): void => {
      for (const listener of watch.listeners) if (concerns(event, listener.mailbox)) listener.tell(event)
    }
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        await connections.withSeat(async (account) => {
          const client = await connect(account, signal)
          failures = 0
          await watchOn(client, { current: () => watch.current, others: () => namesOf(watch), tell }, watch.waker, signal)
        })
      } catch (error) {
        if (signal.aborted) return
        this.#log.info('watch interrupted', { reason: error instanceof Error ? error.message : 'unknown' })
      }
      if (signal.aborted) return
      tell({ kind: 'interrupted' })
      await watch.waker.wait(RETRY_MILLISECONDS[Math.min(failures, RETRY_MILLISECONDS.length - 1)] ?? 30_000, signal)
    }
  }
}

/** INBOX and every mailbox that some tab has open. */
function namesOf({ listeners }: Watch): readonly string[] {
  return [...new Set(['INBOX', ...[...listeners].map(({ mailbox }) => mailbox)])]
}

function concerns(event: MailboxEvent, mailbox: string): boolean {
  return event.kind !== 'mailbox-changed' || event.mailbox === mailbox || event.mailbox === 'INBOX'
}
