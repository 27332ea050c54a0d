import type { Uid, UidValidity } from '#lib/mail/uid.ts'

interface Claim {
  readonly uidValidity: UidValidity
  /** Every UID below this one has been shown as \Recent to some session. */
  next: number
}

/**
 * Which messages of each mailbox no session has yet been told of (RFC 3501 §2.3.2, \Recent). Lives as long as the
 * process: after a restart nobody can tell, and then a message counts as recent.
 */
export class RecentLedger {
  readonly #claims = new Map<string, Claim>()

  /** The first UID that is still recent. */
  firstRecent(mailbox: string, uidValidity: UidValidity): Uid {
    const claim = this.#claims.get(mailbox)
    return (claim?.uidValidity === uidValidity ? claim.next : 1) as Uid
  }

  /** Makes everything below `next` one session's: to others it is recent no more. */
  claim(mailbox: string, uidValidity: UidValidity, next: number): void {
    if (next > this.firstRecent(mailbox, uidValidity)) this.#claims.set(mailbox, { uidValidity, next })
  }
}
