import type { JournalRecord } from '../journal/journal-line.ts'

export interface KnownMessage {
  /** Hexadecimal. */
  readonly sha256: string
  readonly flags: string
  readonly internalDate: number
  readonly zone: number
  readonly saveDate: number
  readonly modSeq: number
}

export interface KnownMailbox {
  /** Undefined when only its messages are known. */
  name: string | undefined
  specialUse: string | null
  quota: number | null
  messageQuota: number | null
  uidNext: number
  modSeq: number
  readonly messages: Map<number, KnownMessage>
}

export interface KnownAnnotation {
  readonly uidValidity: number
  readonly reader: string
  readonly name: string
  readonly value: Uint8Array
}

export interface KnownSeen {
  readonly uidValidity: number
  readonly reader: string
  readonly stretch: number
  readonly modSeq: number
  readonly runs: string
}

/** What is known of an account besides its contents: what comes out when records are taken in one after the other. */
export class KnownState {
  lastUidValidity = 0
  readonly mailboxes = new Map<number, KnownMailbox>()
  readonly subscriptions = new Set<string>()
  readonly annotations = new Map<string, KnownAnnotation>()
  readonly seen = new Map<string, KnownSeen>()

  take(record: JournalRecord): void {
    switch (record[0]) {
      case 'account':
        this.lastUidValidity = Math.max(this.lastUidValidity, record[1])
        return
      case 'mailbox': {
        const mailbox = this.#mailbox(record[1])
        mailbox.name = record[2]
        mailbox.specialUse = record[3]
        mailbox.quota = record[6] ?? null
        mailbox.messageQuota = record[7] ?? null
        this.#raise(mailbox, record[4] - 1, record[5])
        return
      }
      case 'removed':
        this.lastUidValidity = Math.max(this.lastUidValidity, record[1])
        this.mailboxes.delete(record[1])
        return
      case 'message': {
        const [, uidValidity, uid, sha256, flags, internalDate, saveDate, modSeq, zone = 0] = record
        const mailbox = this.#mailbox(uidValidity)
        mailbox.messages.set(uid, { sha256, flags, internalDate, zone, saveDate, modSeq })
        this.#raise(mailbox, uid, modSeq)
        return
      }
      case 'flags':
        return this.#setFlags(record)
      case 'gone': {
        const mailbox = this.#mailbox(record[1])
        for (const uid of record[3]) {
          mailbox.messages.delete(uid)
          this.#raise(mailbox, uid, record[2])
        }
        return
      }
      case 'subscribed':
        return void this.subscriptions.add(record[1])
      case 'unsubscribed':
        return void this.subscriptions.delete(record[1])
      case 'annotation':
        return this.#annotate(record)
      case 'seen': {
        const [, uidValidity, reader, stretch, modSeq, runs] = record
        const key = JSON.stringify([uidValidity, reader, stretch])
        if (runs === null) this.seen.delete(key)
        else this.seen.set(key, { uidValidity, reader, stretch, modSeq, runs })
        return this.#raise(this.#mailbox(uidValidity), 0, modSeq)
      }
    }
  }

  #setFlags([, uidValidity, modSeq, flags, uids]: JournalRecord & readonly ['flags', ...unknown[]]): void {
    const mailbox = this.#mailbox(uidValidity)
    for (const uid of uids) {
      const message = mailbox.messages.get(uid)
      if (message) mailbox.messages.set(uid, { ...message, flags, modSeq })
      this.#raise(mailbox, uid, modSeq)
    }
  }

  #annotate([, uidValidity, reader, name, value]: JournalRecord & readonly ['annotation', ...unknown[]]): void {
    const key = JSON.stringify([uidValidity, reader, name])
    if (value === null) this.annotations.delete(key)
    else this.annotations.set(key, { uidValidity, reader, name, value: Buffer.from(value, 'base64') })
  }

  #mailbox(uidValidity: number): KnownMailbox {
    this.lastUidValidity = Math.max(this.lastUidValidity, uidValidity)
    let mailbox = this.mailboxes.get(uidValidity)
    if (!mailbox) {
      mailbox = { name: undefined, specialUse: null, quota: null, messageQuota: null, uidNext: 1, modSeq: 1, messages: new Map() }
      this.mailboxes.set(uidValidity, mailbox)
    }
    return mailbox
  }

  #raise(mailbox: KnownMailbox, uid: number, modSeq: number): void {
    mailbox.uidNext = Math.max(mailbox.uidNext, uid + 1)
    mailbox.modSeq = Math.max(mailbox.modSeq, modSeq)
  }
}
