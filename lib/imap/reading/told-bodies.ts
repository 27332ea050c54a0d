import type { BodyPart } from '#lib/mail/body-structure.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { Uid } from '#lib/mail/uid.ts'
import type { AccountViews } from '../pool/view-cache.ts'
import { bodyLengths, type BodyLengths } from './read-bodies.ts'

/*
 * An index has the structure of each of its messages, and so knows what opening one of them will ask for. A body never changes:
 * what is kept here is never wrong, it is only there or not.
 */

/** Of one mailbox; some pages of its index. */
const MOST = 500
/** What one message weighs in memory, roughly. */
const OCTETS = 200

interface Told {
  readonly size: number
  readonly lengths: BodyLengths
}

/** Messages of a mailbox as an index has just told of them. */
export interface ToldMessage {
  readonly uid: Uid
  /** RFC822.SIZE. */
  readonly size: number
  readonly structure: BodyPart
}

/** Keeps which sections show these messages. */
export function keepBodiesTold(views: AccountViews, { mailbox, uidValidity }: Omit<MessageRef, 'uid'>, messages: readonly ToldMessage[]): void {
  const told = toldIn(views, { mailbox, uidValidity }) ?? new Map<Uid, Told>()
  for (const { uid, size, structure } of messages) {
    told.delete(uid)
    told.set(uid, { size, lengths: bodyLengths(structure) })
  }
  for (const uid of told.keys()) {
    if (told.size <= MOST) break
    told.delete(uid)
  }
  views.set(nameOf(mailbox), String(uidValidity), told, told.size * OCTETS)
}

/** Which sections show that message; none where no index told of it lately, or where it is larger than `askAbove` octets. */
export function bodiesTold(views: AccountViews, ref: MessageRef, askAbove = Infinity): BodyLengths {
  const told = toldIn(views, ref)?.get(ref.uid)
  return told && told.size <= askAbove ? told.lengths : new Map()
}

function toldIn(views: AccountViews, { mailbox, uidValidity }: Omit<MessageRef, 'uid'>): Map<Uid, Told> | undefined {
  return views.get<Map<Uid, Told>>(nameOf(mailbox), String(uidValidity))
}

const nameOf = (mailbox: string): string => `bodies ${mailbox}`
