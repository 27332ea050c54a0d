import { StoreProblem } from './mail-store.ts'

/** Octets of one value: far above the 1024 that RFC 5464 §4.1 asks for, and a reply stays small. */
export const ANNOTATION_OCTETS = 64 * 1024

/** Entries of one mailbox, or of an account, that one reader can see; RFC 5464 §4.1 asks for ten. */
const ENTRIES = 1000

/** Octets of all annotations of one account's mailboxes: who writes them shall not fill the disk. */
const ACCOUNT_OCTETS = 64 * 1024 * 1024

/** Throws StoreProblem 'too-many' when there are more entries, or more octets in all, than may be. */
export function requireAnnotationRoom(entries: number, octets: number): void {
  if (entries > ENTRIES || octets > ACCOUNT_OCTETS) throw new StoreProblem('too-many')
}
