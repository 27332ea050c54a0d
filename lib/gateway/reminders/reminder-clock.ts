import type { ReminderStore, RemindedAccount } from '#lib/composition/reminder-store.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import type { Log } from '#lib/log/log.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import type { ChosenMailboxes } from '#lib/mail/special-use.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { DueWorker } from '../outbox/due-worker.ts'
import type { SenderBox } from '../outbox/sender-box.ts'
import { wakeMessages } from './wake-messages.ts'

export interface ReminderSite {
  readonly store: ReminderStore
  /** Where people outlive their session; undefined keeps them in this process's memory, for as long as the session. */
  readonly box: SenderBox | undefined
  deskOf(person: SignedIn): Promise<{ readonly connections: AccountConnections; readonly chosen: ChosenMailboxes }>
  isSignedIn(person: SignedIn): Promise<boolean>
  /** The account has been served: what was opened for it alone can be closed. */
  done(person: SignedIn): Promise<void>
  readonly log: Log
  readonly now?: () => number
}

/** Accounts that are looked into at the same time. */
const AT_ONCE = 4
/** So many milliseconds a server that is down is left alone. */
const PAUSE = 60_000
/** What a person is sealed for. */
const PURPOSE = 'reminders'

/**
 * Looks into mailboxes when something in them is due, by what the outbox goes by: with the person's password sealed, or else while they are signed
 * in. What could not be brought back then comes back when they sign in.
 */
export class ReminderClock {
  readonly #site: ReminderSite
  readonly #people = new Map<string, SignedIn>()
  /** One after the other for each account, so that what is put off now is not missed by whoever looks. */
  readonly #turns = new Map<string, Promise<unknown>>()
  readonly #worker: DueWorker

  constructor(site: ReminderSite) {
    this.#site = site
    const { store, log } = site
    this.#worker = new DueWorker({ name: 'reminders', nextDue: () => store.nextDue(), work: (mayGoOn) => this.#lookAtAll(mayGoOn), now: () => this.#now(), log })
  }

  /** Whether something comes back when its person has signed out. */
  outlivesSession(person: SignedIn): boolean {
    return this.#site.box?.keeps(person) ?? false
  }

  /** Does `mark`, and looks into that account at that moment (milliseconds since 1970). */
  async remind(person: SignedIn, due: number, mark: () => Promise<void>): Promise<void> {
    await this.#inTurn(person.account, async () => {
      await mark()
      const sealed = this.#site.box?.seal(person, PURPOSE)
      await this.#site.store.put({ account: person.account, due, sealed })
      if (sealed === undefined) this.#people.set(person.account, person)
    })
    await this.wake()
  }

  /** Somebody has signed in: what waited for them comes back, and what is to come is looked after with what they signed in by. Never throws. */
  async signedIn(person: SignedIn): Promise<void> {
    try {
      const { store, box } = this.#site
      const waiting = await store.find(person.account)
      if (!waiting) return
      const sealed = box?.seal(person, PURPOSE)
      await store.put({ account: person.account, due: waiting.due ?? this.#now(), sealed })
      if (sealed === undefined) this.#people.set(person.account, person)
      await this.wake()
    } catch (error) {
      this.#site.log.error('reminders', error)
    }
  }

  /** Looks when the next one is due, and leaves a timer for it. */
  wake(): Promise<void> {
    return this.#worker.wake()
  }

  /** Looks into every account that is due. Never throws. */
  look(): Promise<void> {
    return this.#worker.run()
  }

  /** No mailbox is looked into any more; what is under way is waited for. */
  stop(): Promise<void> {
    return this.#worker.stop()
  }

  async #lookAtAll(mayGoOn: () => boolean): Promise<void> {
    for (;;) {
      const due = mayGoOn() ? await this.#site.store.due(this.#now(), AT_ONCE) : []
      if (due.length === 0) return
      await Promise.all(due.map((each) => this.#inTurn(each.account, () => this.#lookInto(each))))
    }
  }

  async #lookInto({ account, sealed }: RemindedAccount): Promise<void> {
    const { store, log } = this.#site
    try {
      const person = await this.#personOf(account, sealed)
      if (!person) return await store.putOff(account, undefined)
      const { connections, chosen } = await this.#site.deskOf(person)
      const next = await wakeMessages(connections, this.#now(), chosen)
      if (next === undefined) await store.remove(account)
      else await store.putOff(account, next)
      await this.#site.done(person).catch((error: unknown) => log.error('reminders', error))
    } catch (error) {
      log.info('reminders not looked after', { failure: isGatewayError(error) ? error.failure : 'internal' })
      const isBarred = isGatewayError(error) && ['sign-in-refused', 'not-signed-in'].includes(error.failure)
      await store.putOff(account, isBarred ? undefined : this.#now() + PAUSE)
    }
  }

  async #personOf(account: string, sealed: string | undefined): Promise<SignedIn | undefined> {
    if (sealed !== undefined) return this.#site.box?.open(sealed, account, PURPOSE)
    const person = this.#people.get(account)
    return person && (await this.#site.isSignedIn(person)) ? person : undefined
  }

  async #inTurn<T>(account: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(account) ?? Promise.resolve()).catch(() => undefined).then(work)
    this.#turns.set(account, turn)
    try {
      return await turn
    } finally {
      if (this.#turns.get(account) === turn) this.#turns.delete(account)
    }
  }

  #now(): number {
    return (this.#site.now ?? Date.now)()
  }
}
