import type { MailboxEvent } from '#lib/mail/mailbox-event.ts'
import type { ImapFlow } from 'imapflow'
import { isConnectionLost } from './gateway-failure.ts'
import { mailboxState, type MailboxState } from './reading/mailbox-state.ts'

/*
 * One connection watches for an account: IDLE (RFC 2177) on one mailbox, and STATUS of the others now and then. Only while somebody
 * listens; it marks nothing as seen, since it only examines.
 */

/** What an account's watch listens to, and whom it tells. */
export interface WatchTarget {
  /** The mailbox that gets IDLE; asked again after each wake. */
  readonly current: () => string
  /** The others, whose counts are asked for now and then. */
  readonly others: () => readonly string[]
  readonly tell: (event: MailboxEvent) => void
}

/** How often the other mailboxes are asked for; also keeps NAT and servers from forgetting an idle connection. */
const STATUS_EVERY = 30_000

/** Ends the current IDLE early, because another mailbox is to be watched. */
export interface Waker {
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
  wake(): void
}

/** Watches on this client until the signal aborts or the connection is lost; then it resolves or rejects with what went wrong. */
export async function watchOn(client: ImapFlow, target: WatchTarget, waker: Waker, signal: AbortSignal): Promise<void> {
  const close = (): void => client.close()
  signal.addEventListener('abort', close, { once: true })
  listen(client, target)
  const known = new Map<string, MailboxState>()
  try {
    while (!signal.aborted) {
      await examine(client, target)
      await compare(client, target, known)
      const idling = client.idle()
      // The loop looks at it below; until then a lost connection must not count as unhandled.
      idling.catch(() => undefined)
      await Promise.race([waker.wait(STATUS_EVERY, signal), idling])
      if (!client.usable) return void (await idling)
      // Any command ends IDLE.
      await client.noop()
      await idling
    }
  } catch (error) {
    if (signal.aborted && isConnectionLost(error)) return
    throw error
  } finally {
    signal.removeEventListener('abort', close)
    client.close()
  }
}

/** EXAMINE: a watch must not take \Recent away or change anything (RFC 9051 §6.3.3). */
async function examine(client: ImapFlow, { current, tell }: WatchTarget): Promise<void> {
  const mailbox = current()
  if (client.mailbox !== false && client.mailbox.path === mailbox) return
  const opened = await client.mailboxOpen(mailbox, { readOnly: true }).catch(async (error: unknown) => {
    // A mailbox that has gone is no reason to miss new mail.
    if (isConnectionLost(error) || mailbox === 'INBOX') throw error
    return client.mailboxOpen('INBOX', { readOnly: true })
  })
  tell({ kind: 'watching', mailbox: opened.path })
}

function listen(client: ImapFlow, { tell }: WatchTarget): void {
  client.on('exists', ({ path, count, prevCount }) => {
    if (count > prevCount) tell({ kind: 'mailbox-changed', mailbox: path, change: 'arrived', messages: count })
  })
  client.on('expunge', ({ path }) => tell({ kind: 'mailbox-changed', mailbox: path, change: 'removed' }))
  client.on('flags', ({ path }) => tell({ kind: 'mailbox-changed', mailbox: path, change: 'flags' }))
}

/** Tells of the other mailboxes whose counts are not what they were. */
async function compare(client: ImapFlow, { others, current, tell }: WatchTarget, known: Map<string, MailboxState>): Promise<void> {
  for (const mailbox of others()) {
    if (mailbox === current()) continue
    const state = await mailboxState(client, mailbox).catch((error: unknown) => {
      if (isConnectionLost(error)) throw error
      // A mailbox that was deleted or may not be read has no counts; the others still have theirs.
      return undefined
    })
    const before = known.get(mailbox)
    if (!state) continue
    known.set(mailbox, state)
    if (before && isDifferent(before, state)) tell({ kind: 'mailbox-changed', mailbox, change: 'counts', messages: state.messages, unseen: state.unseen })
  }
}

function isDifferent(before: MailboxState, now: MailboxState): boolean {
  return before.membership !== now.membership || before.unseen !== now.unseen
}

/** A waker; `wake` before `wait` is not lost. */
export function createWaker(): Waker {
  let woken = false
  let ring: (() => void) | undefined
  return {
    wake: () => {
      woken = true
      ring?.()
    },
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer)
          signal.removeEventListener('abort', done)
          ring = undefined
          woken = false
          resolve()
        }
        const timer = setTimeout(done, milliseconds)
        timer.unref()
        signal.addEventListener('abort', done, { once: true })
        ring = done
        if (woken || signal.aborted) done()
      }),
  }
}
