import { corpusSuite } from '../gateway/corpus-suite.ts'
import { mailSuite } from '../gateway/mail-suite.ts'
import { ALICE, BOB, type ServerUnderTest } from '../gateway/site.ts'
import { wireSuite } from '../gateway/wire-suite.ts'
import { startDovecot } from '../dovecot.ts'

const users = { [ALICE.user]: ALICE.password, [BOB.user]: BOB.password }

const startPlain = async (): Promise<ServerUnderTest> => {
  const { address, stop } = await startDovecot({ users })
  return { address, stop, alice: ALICE, bob: BOB }
}

mailSuite('Dovecot', startPlain)
wireSuite('Dovecot', startPlain)
corpusSuite('Dovecot', startPlain)

// Mailboxes below INBOX, with "." between levels: as Cyrus and many a hosted Dovecot have it.
mailSuite('Dovecot with everything below INBOX.', async () => {
  const { address, stop } = await startDovecot({ users, prefix: 'INBOX.', separator: '.' })
  return { address, stop, alice: ALICE, bob: BOB }
})

// A server of the old kind: no UIDPLUS, MOVE, SORT, ESEARCH, CONDSTORE, LIST-STATUS, SPECIAL-USE or LITERAL+.
mailSuite(
  'Dovecot that admits to nothing but IMAP4rev1',
  async () => {
    const { address, stop } = await startDovecot({ users, extra: 'imap_capability = IMAP4rev1 NAMESPACE' })
    return { address, stop, alice: ALICE, bob: BOB }
  },
  { sorts: false },
)
