import type { OutboxEntry, OutboxProblem, OutboxStore } from '#lib/composition/outbox-store.ts'
import type { RefusedAddress } from '#lib/composition/kept-composition.ts'
import type { Log } from '#lib/log/log.ts'
import { GatewayError, isGatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { describeRefused } from '#lib/smtp/submission-failure.ts'
import type { Submitted } from '../writing/sending/submitted.ts'
import { DueWorker } from './due-worker.ts'
import { isForNow } from '../writing/sending/submit-again.ts'
import { sendComposition } from '../writing/sending/send-composition.ts'
import type { Writer } from '../writing/writing.ts'
import { mayPass } from './may-pass.ts'
import { LATEST_SENDING, pauseAfter } from './outbox-limits.ts'
import type { SenderBox } from './sender-box.ts'

export interface OutboxSite {
  readonly store: OutboxStore
  /** Where senders outlive their session; undefined keeps them in this process's memory, for as long as the session. */
  readonly box: SenderBox | undefined
  /** The desk of whoever sends, without a request. */
  writerOf(sender: SignedIn): Promise<Writer>
  isSignedIn(sender: SignedIn): Promise<boolean>
  /** The account has been served: what was opened for it alone can be closed. */
  done(sender: SignedIn): Promise<void>
  readonly log: Log
  /** For so many milliseconds after the time at which it was to leave attempts go on (RFC 5321 §4.5.4.1 asks for days). */
  readonly attemptsLast: number
  readonly now?: () => number
}

/** Messages that leave at the same time. */
const AT_ONCE = 4

/**
 * What leaves by itself: after the time in which it can be undone, later, or again after a failure that may pass. An entry is on the disk
 * when `put` resolves; each is sent by `sendComposition`, so at most once, and a restart goes on where the last process stopped.
 */
export class Outbox {
  readonly #site: OutboxSite
  readonly #senders = new Map<string, SignedIn>()
  readonly #worker: DueWorker

  constructor(site: OutboxSite) {
    this.#site = site
    const { store, log } = site
    this.#worker = new DueWorker({ name: 'outbox', nextDue: () => store.nextDue(), work: (mayGoOn) => this.#deliverDue(mayGoOn), now: () => this.#now(), log })
  }

  /** Whether what waits leaves when its sender has signed out. */
  outlivesSession(sender: SignedIn): boolean {
    return this.#site.box?.keeps(sender) ?? false
  }

  /** From now on the composition waits until `due` (milliseconds since 1970). Throws GatewayError 'invalid' for a time too far ahead, 'conflict' when it is being sent. */
  async put(sender: SignedIn, composition: string, due: number): Promise<void> {
    if (due > this.#now() + LATEST_SENDING) throw new GatewayError('invalid', 'too late', { refusal: { name: 'sending-too-late' } })
    const sealed = this.#site.box?.seal(sender, composition)
    if (!(await this.#site.store.put(sender.account, composition, { due, sealed }))) throw new GatewayError('conflict', 'not open', { refusal: { name: 'composition-being-sent' } })
    if (sealed === undefined) this.#senders.set(composition, sender)
    this.#rememberHere(sender, composition)
    await this.wake()
  }

  /**
   * Sends it now, from within the outbox: a process that dies meanwhile leaves it to the next one. Undefined when it waits for another attempt, with the
   * reason kept; rejects as `send` does where none would help, and then it can be written on. Where no sender outlives the session it is only sent.
   */
  async attempt(sender: SignedIn, composition: string, send: () => Promise<Submitted>): Promise<Submitted | undefined> {
    const { store, box } = this.#site
    const due = this.#now() + pauseAfter(1)
    const sealed = box?.seal(sender, composition)
    if (sealed === undefined || !(await store.put(sender.account, composition, { due, sealed }))) return send()
    try {
      const submitted = await send()
      const rest = restOf(submitted)
      if (rest) {
        this.#rememberHere(sender, composition)
        await store.retry(composition, due, problemOf(rest))
      }
      return submitted
    } catch (error) {
      const entry = await store.find(sender.account, composition)
      if (entry && isGatewayError(error) && mayPass(error)) {
        this.#rememberHere(sender, composition)
        await this.#failed(entry, error)
        return undefined
      }
      // Of what nobody knows the fate of there is nothing to take back: it stays uncertain, and is never sent again by itself.
      if (!(await store.takeBack(sender.account, composition))) await store.giveUp(composition, problemOf(error))
      throw error
    } finally {
      await this.wake()
    }
  }

  /** It can be written on again. Throws GatewayError 'conflict' when it is on its way already. */
  async takeBack(account: string, composition: string): Promise<void> {
    if (!(await this.#site.store.takeBack(account, composition))) throw new GatewayError('conflict', 'not waiting', { refusal: { name: 'composition-being-sent' } })
    this.#senders.delete(composition)
  }

  /** What waits of that account leaves with this sender's credentials: their password is another one now. */
  async changeSender(sender: SignedIn): Promise<void> {
    const { store, box } = this.#site
    for (const composition of await store.waiting(sender.account)) {
      if (this.#senders.has(composition)) {
        this.#senders.set(composition, sender)
        continue
      }
      const sealed = box?.seal(sender, composition)
      if (sealed !== undefined) await store.reseal(composition, sealed)
    }
  }

  find(account: string, composition: string): Promise<OutboxEntry | undefined> {
    return this.#site.store.find(account, composition)
  }

  /** How many messages wait to leave, of everybody. */
  countWaiting(): Promise<number> {
    return this.#site.store.countWaiting()
  }

  /** Looks when the next one is due, and leaves a timer for it. */
  wake(): Promise<void> {
    return this.#worker.wake()
  }

  /** Sends all that is due, one after the other for those who wait. Never throws. */
  deliver(): Promise<void> {
    return this.#worker.run()
  }

  /** No message begins to leave any more; those under way are waited for. */
  stop(): Promise<void> {
    return this.#worker.stop()
  }

  /** Where a relay sends for who is gone: who is not sends for themselves. */
  #rememberHere(sender: SignedIn, composition: string): void {
    if (this.#site.box?.isRelay) this.#senders.set(composition, sender)
  }

  async #deliverDue(mayGoOn: () => boolean): Promise<void> {
    for (;;) {
      const entries = mayGoOn() ? await this.#site.store.due(this.#now(), AT_ONCE) : []
      if (entries.length === 0) return
      await Promise.all(entries.map((entry) => this.#attempt(entry)))
    }
  }

  async #attempt(entry: OutboxEntry): Promise<void> {
    const { log } = this.#site
    try {
      const sender = await this.#senderOf(entry)
      await this.#send(sender, entry)
      this.#senders.delete(entry.composition)
      await this.#site.done(sender).catch((error: unknown) => log.error('outbox', error))
    } catch (error) {
      log.info('outbox attempt failed', { failure: isGatewayError(error) ? error.failure : 'internal', attempts: entry.attempts + 1 })
      await this.#failed(entry, error)
    }
  }

  async #send(sender: SignedIn, { account, composition }: OutboxEntry): Promise<void> {
    const writer = await this.#site.writerOf(sender)
    const submitted = await sendComposition(writer, composition, ['waiting'])
    // It has left; the next attempt is for what is missing alone. A relay reaches no mailbox: the copy is made at the next sign-in.
    const rest = restOf(submitted)
    if (rest && sender.credentials().proof === 'none' && !submitted.leftovers.includes('recipients')) return this.#site.store.giveUp(composition, problemOf(rest))
    if (rest) throw rest
    // Something that was sent before, or somebody will never get it: nothing is left to try.
    if (await this.#site.store.find(account, composition)) await this.#site.store.giveUp(composition, submitted.outcome.refused.length > 0 ? problemOf(refusedOf(submitted, 'recipient-refused', () => true)) : { failure: 'no-such-composition' })
  }

  async #senderOf({ account, composition, sealed }: OutboxEntry): Promise<SignedIn> {
    const here = this.#senders.get(composition)
    if (here && (await this.#site.isSignedIn(here))) return here
    const sender = sealed === undefined ? undefined : await this.#site.box?.open(sealed, account, composition)
    if (!sender) throw new GatewayError('not-signed-in', 'outbox', { refusal: { name: 'sender-signed-out' } })
    return sender
  }

  async #failed(entry: OutboxEntry, error: unknown): Promise<void> {
    const { store, attemptsLast } = this.#site
    const problem = problemOf(error)
    const due = this.#now() + pauseAfter(entry.attempts + 1)
    if (mayPass(error) && due < entry.since + attemptsLast) return store.retry(entry.composition, due, problem)
    this.#senders.delete(entry.composition)
    return store.giveUp(entry.composition, problem)
  }

  #now(): number {
    return (this.#site.now ?? Date.now)()
  }
}

/** Why another attempt is due for a message that has left; undefined where none is. */
function restOf(submitted: Submitted): GatewayError | undefined {
  if (submitted.leftovers.includes('recipients')) return refusedOf(submitted, 'server-busy', isForNow)
  return submitted.leftovers.includes('copied') ? copyMissing() : undefined
}

function refusedOf({ outcome }: Submitted, failure: GatewayFailure, which: (refused: RefusedAddress) => boolean): GatewayError {
  const answer = describeRefused(outcome.refused.filter(which))
  return new GatewayError(failure, answer, { refusal: { name: 'submission-recipients', with: { answer } } })
}

const copyMissing = (): GatewayError => new GatewayError('server-unreachable', 'copy for Sent', { refusal: { name: 'sent-copy-missing' } })

function problemOf(error: unknown): OutboxProblem {
  return isGatewayError(error) ? { failure: error.failure, ...(error.refusal ? { refusal: error.refusal } : {}) } : { failure: 'internal' }
}
