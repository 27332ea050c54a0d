import { toUid, toUidValidity, type Uid, type UidValidity } from './uid.ts'

/** Names one message for good: a page that was left open can never hit another one. */
export interface MessageRef {
  readonly mailbox: string
  readonly uidValidity: UidValidity
  readonly uid: Uid
}

/** `uidValidity.uid`, the form that stands in URLs and forms. */
export function writeMessageId(ref: Pick<MessageRef, 'uidValidity' | 'uid'>): string {
  return `${ref.uidValidity}.${ref.uid}`
}

/** Reads `uidValidity.uid`; undefined when it is not one. */
export function readMessageId(text: string): Pick<MessageRef, 'uidValidity' | 'uid'> | undefined {
  const match = /^([1-9][0-9]{0,9})\.([1-9][0-9]{0,9})$/.exec(text)
  if (!match) return undefined
  const [uidValidity, uid] = [Number(match[1]), Number(match[2])]
  if (uidValidity > 0xffffffff || uid > 0xffffffff) return undefined
  return { uidValidity: toUidValidity(uidValidity), uid: toUid(uid) }
}
