import type { Mailbox } from '#lib/mail-store/mail-store.ts'
import { rangesOf, SAVED } from '../../protocol/sequence-set.ts'
import type { SearchScope } from '../../search/search-program.ts'
import type { ImapSession } from '../../session/imap-session.ts'
import { UidList } from '../../session/uid-list.ts'

/** What a search sees of a mailbox that is not selected: its messages as they are now, numbered in their order. */
export async function scopeOf(session: ImapSession, mailbox: Mailbox): Promise<SearchScope> {
  const uids = UidList.ofRuns(await mailbox.uidRuns())
  const firstRecent = session.server.ledger.firstRecent(session.ledgerKey(mailbox), mailbox.uidValidity)
  return {
    mailbox,
    uids: () => uids.all(),
    resolve(set, by) {
      // What was saved are messages of the selected mailbox.
      if (set === SAVED || uids.length === 0) return []
      return by === 'uid' ? uids.within(rangesOf(set, uids.greatest)) : uids.slice(rangesOf(set, uids.length))
    },
    isRecent: (uid) => uid >= firstRecent,
  }
}
