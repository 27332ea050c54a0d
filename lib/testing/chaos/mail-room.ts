import type { ImapFlow } from 'imapflow'
import { connect } from '#lib/imap/connect.ts'

export const ANN = { user: 'ann', password: 'secret' }

export interface LyingMessage {
  readonly uid: number
  readonly content: string
}

/** What another mail program does to Ann's mailboxes, straight at the server. */
export class MailRoom {
  readonly #client: ImapFlow

  private constructor(client: ImapFlow) {
    this.#client = client
  }

  static async open(port: number): Promise<MailRoom> {
    return new MailRoom(await connect({ server: { host: '127.0.0.1', port, tls: 'none', verify: true }, credentials: ANN }))
  }

  /** What lies in a mailbox with that word in its subject; nothing where there is no such mailbox. */
  async found(mailbox: string, subject: string): Promise<readonly LyingMessage[]> {
    return this.#within(mailbox, async () => {
      const uids = (await this.#client.search({ subject }, { uid: true })) || []
      if (uids.length === 0) return []
      return (await this.#client.fetchAll(uids, { source: true, uid: true }, { uid: true })).map(({ uid, source }) => ({ uid, content: source?.toString('latin1') ?? '' }))
    }, [])
  }

  async uidValidity(mailbox: string): Promise<string> {
    const status = await this.#client.status(mailbox, { uidValidity: true })
    return status ? String(status.uidValidity) : ''
  }

  /** Leaves a mailbox empty. */
  async empty(mailbox: string): Promise<void> {
    await this.#within(mailbox, async () => this.#client.messageDelete('1:*', { uid: true }), undefined)
  }

  /** So much mail that nothing else fits. */
  async fillQuota(): Promise<void> {
    const quota = await this.#client.getQuota('INBOX')
    if (!quota || !quota.storage) throw new Error('there is no quota')
    const { limit = 0, usage = 0 } = quota.storage
    const left = limit - usage - 1500
    if (left > 0) await this.#client.append('Trash', Buffer.from(`Subject: full\r\n\r\n${'x'.repeat(left)}`), ['\\Seen'])
  }

  async freeQuota(): Promise<void> {
    await this.empty('Trash')
  }

  async removeDrafts(): Promise<void> {
    await this.#client.mailboxDelete('Drafts').catch(() => undefined) // it has gone already
  }

  /** The same drafts under another UIDVALIDITY. */
  async renewDrafts(): Promise<void> {
    const names = (await this.#client.list()).map(({ path }) => path)
    if (!names.includes('Drafts')) return
    await this.#client.mailboxRename('Drafts', 'Older drafts')
    await this.#client.mailboxCreate('Drafts')
    await this.#within('Older drafts', async () => this.#client.messageMove('1:*', 'Drafts', { uid: true }), undefined)
    await this.#client.mailboxDelete('Older drafts')
  }

  async close(): Promise<void> {
    await this.#client.logout()
  }

  async #within<T, E>(mailbox: string, work: () => Promise<T>, otherwise: E): Promise<T | E> {
    const names = (await this.#client.list()).map(({ path }) => path)
    if (!names.includes(mailbox)) return otherwise
    const lock = await this.#client.getMailboxLock(mailbox)
    try {
      return await work()
    } finally {
      lock.release()
      await this.#client.mailboxClose()
    }
  }
}
