/** What changed with one item of RFC 9051, appendix E, as a conversation (see conversation-script.ts). */
export interface ChangedItem {
  /** The number of the item, where the appendix counts it. */
  readonly item: number
  readonly what: string
  /** Lines that begin with `on ` are said only where IMAP4rev2 is enabled, those with `off ` only where it is not. */
  readonly script: string
}

/**
 * Item 22 binds clients, and 23 allows what is never done here; of 25, TLS, server-listeners.test.ts is the proof, of 28, the time after which
 * silence ends a connection, server-limits.test.ts, and of ALERT in 26 server-alerts.test.ts. Item 29 is about how extensions get their names.
 */
export const ITEMS: readonly ChangedItem[] = [
  {
    item: 1,
    what: 'sizes of 63 bits are understood',
    script: `mailbox INBOX 2
1> a SELECT INBOX
1< a OK ...
1> b SEARCH LARGER 4294967296
on 1< * ESEARCH (TAG "b")
off 1< * SEARCH
1< b OK ...
1> c SEARCH SMALLER 9223372036854775807
on 1< * ESEARCH (TAG "c") ALL 1:2
off 1< * SEARCH 1 2
1< c OK ...
1> d FETCH 1 (BODY.PEEK[]<4294967296.10> BINARY.PEEK[1]<0.9223372036854775807>)
1< * 1 FETCH (BODY[]<4294967296> {0}\\r\\n BINARY[1]<0> {...)
1< d OK ...
1> e APPEND INBOX {4294967296}
1< e NO [TOOBIG] ...`,
  },
  {
    item: 2,
    what: 'NAMESPACE, UNSELECT, UIDPLUS, ESEARCH, SEARCHRES, IDLE, LIST-EXTENDED, LIST-STATUS, MOVE, LITERAL-, BINARY, SPECIAL-USE are there, and response codes',
    script: `mailbox INBOX 4
1> a NAMESPACE
1< * NAMESPACE (("" "/")) ...
1< a OK ...
1> b CREATE Kept (USE (\\Archive))
1< b OK ...
1> c LIST (SUBSCRIBED RECURSIVEMATCH) "" "*" RETURN (CHILDREN STATUS (MESSAGES))
1< c OK ...
1> d LIST "" Kept RETURN (SPECIAL-USE STATUS (MESSAGES UIDNEXT))
1< * LIST (...\\Archive...) "/" Kept
1< * STATUS Kept (MESSAGES 0 UIDNEXT 1)
1< d OK ...
1> e SELECT INBOX
1< e OK ...
1> f SEARCH RETURN (MIN MAX COUNT SAVE) ALL
1< * ESEARCH (TAG "f") MIN 1 MAX 4 COUNT 4
1< f OK ...
1> g FETCH $ BINARY.SIZE[1]
1< * 1 FETCH (BINARY.SIZE[1] ...)
1< g OK ...
1> h MOVE 4 Kept
1< * OK [COPYUID ... 4 1] ...
1< * 4 EXPUNGE
1< h OK ...
1> i STORE 1:2 +FLAGS.SILENT (\\Deleted)
1< i OK ...
1> j UID EXPUNGE 1
1< * 1 EXPUNGE
1< j OK ...
1> k APPEND INBOX {13+}
1> Subject: k
1>
1< * 3 EXISTS
1< k OK [APPENDUID ... 5] ...
1> l IDLE
1< + ...
1> DONE
1< l OK ...
1> m UNSELECT
1< m OK ...
1> n SELECT nowhere
1< n NO [NONEXISTENT] ...`,
  },
  {
    item: 3,
    what: 'STATUS says SIZE and DELETED',
    script: `mailbox INBOX 1
1> a SELECT INBOX
1< a OK ...
1> b STORE 1 +FLAGS.SILENT (\\Deleted)
1< b OK ...
1> c FETCH 1 RFC822.SIZE
1< * 1 FETCH (RFC822.SIZE {size})
1< c OK ...
1> d STATUS INBOX (SIZE DELETED)
1< * STATUS INBOX (SIZE {size} DELETED 1)
1< d OK ...`,
  },
  {
    item: 4,
    what: 'ESEARCH takes the place of SEARCH',
    script: `mailbox INBOX 3
1> a SELECT INBOX
1< a OK ...
1> b SEARCH 2:3
on 1< * ESEARCH (TAG "b") ALL 2:3
off 1< * SEARCH 2 3
1< b OK ...
on 1! * SEARCH...
off 1! * ESEARCH...
1> c UID SEARCH NOT ALL
on 1< * ESEARCH (TAG "c") UID
off 1< * SEARCH
1< c OK ...`,
  },
  {
    item: 5,
    what: 'texts, addresses and fields are found by any part of them, keywords and ids only whole',
    script: `message INBOX (Blue)
| From: Zoe <zoe@home.example>
| Subject: holidays
| Message-ID: <one@home.example>
|
| Sunshine
1> a SELECT INBOX
1< a OK ...
1> b SEARCH RETURN (COUNT) SUBJECT LIDA FROM @home TEXT unshin BODY sun HEADER Message-ID ne@ho
1< * ESEARCH (TAG "b") COUNT 1
1< b OK ...
1> c SEARCH RETURN (COUNT) KEYWORD Blu
1< * ESEARCH (TAG "c") COUNT 0
1< c OK ...
1> d SEARCH RETURN (COUNT) KEYWORD bLUE
1< * ESEARCH (TAG "d") COUNT 1
1< d OK ...`,
  },
  {
    item: 6,
    what: 'parameters in pieces come as one (RFC 2231)',
    script: `message INBOX
| Content-Type: text/plain; charset=us-ascii; name*0="long"; name*1=" name"; title*0*=utf-8''%C3%A4; title*1*=%C3%B6
|
| x
1> a SELECT INBOX
1< a OK ...
1> b FETCH 1 BODYSTRUCTURE
on 1< * 1 FETCH (BODYSTRUCTURE ("text" "plain" ("charset" "us-ascii" "name" "long name" "title*" {4}\\r\\n\\xC3\\xA4\\xC3\\xB6) NIL NIL "7bit" 3 1 ...))
off 1< * 1 FETCH (BODYSTRUCTURE ("text" "plain" ("charset" "us-ascii" "name*0" "long" "name*1" " name" "title*0*" "utf-8''%C3%A4" "title*1*" "%C3%B6") NIL NIL "7bit" 3 1 ...))
1< b OK ...`,
  },
  {
    item: 7,
    what: 'MOVE and UID MOVE say COPYUID',
    script: `mailbox INBOX 3
mailbox Other 1
1> a SELECT INBOX
1< a OK ...
1> b MOVE 1 Other
1< * OK [COPYUID {v} 1 2] ...
1< * 1 EXPUNGE
1< b OK ...
1> c UID MOVE 3 Other
1< * OK [COPYUID {v} 3 3] ...
1< * 2 EXPUNGE
1< c OK ...`,
  },
  {
    item: 8,
    what: 'COPY and MOVE make no mailbox, and say TRYCREATE',
    script: `mailbox INBOX 1
1> a SELECT INBOX
1< a OK ...
1> b COPY 1 nowhere
1< b NO [TRYCREATE] ...
1> c UID MOVE 1 nowhere
1< c NO [TRYCREATE] ...
1> d LIST "" *
1< d OK ...
1! * LIST ... nowhere
1> e FETCH 1 UID
1< * 1 FETCH (UID 1)
1< e OK ...`,
  },
  {
    item: 9,
    what: 'CLOSED stands before what the next mailbox says',
    script: `mailbox INBOX 1
mailbox Other 2
1> a SELECT INBOX
1< a OK ...
1! * OK [CLOSED]...
1> b EXAMINE Other
1< * OK [CLOSED] ...
1< * 2 EXISTS
1< b OK ...
1> c SELECT nowhere
1< * OK [CLOSED] ...
1< c NO [NONEXISTENT] ...
1> d SELECT INBOX
1< d OK ...
1! * OK [CLOSED]...`,
  },
  {
    item: 10,
    what: 'SELECT and EXAMINE say LIST',
    script: `mailbox Other 1
1> a SELECT Other
on 1< * LIST () "/" Other
1< a OK ...
off 1! * LIST ...
1> b EXAMINE inbox
on 1< * LIST () "/" INBOX
1< b OK ...
off 1! * LIST ...`,
  },
  {
    item: 11,
    what: 'SELECT says nothing of UNSEEN',
    script: `mailbox INBOX 2
1> a SELECT INBOX
off 1< * OK [UNSEEN 1] ...
1< a OK ...
on 1! * OK [UNSEEN...`,
  },
  {
    item: 12,
    what: 'nothing is recent',
    script: `mailbox INBOX 2
1> a SELECT INBOX
off 1< * 2 RECENT
1< a OK ...
on 1! * ... RECENT
1> b FETCH 1 FLAGS
on 1< * 1 FETCH (FLAGS ())
off 1< * 1 FETCH (FLAGS (\\Recent))
1< b OK ...
1> c SEARCH RETURN (COUNT) NEW
on 1< * ESEARCH (TAG "c") COUNT 0
off 1< * ESEARCH (TAG "c") COUNT 2
1< c OK ...
1> d STORE 1 +FLAGS (\\Recent)
1< d BAD ...
2> a APPEND INBOX {13+}
2> Subject: a
2>
2< a OK ...
1> e STATUS INBOX (RECENT)
on 1< * STATUS INBOX (RECENT 0)
off 1< * STATUS INBOX (RECENT ...)
1< e OK ...`,
  },
  {
    item: 13,
    what: 'a new keyword needs no new PERMANENTFLAGS',
    script: `mailbox INBOX 1
1> a SELECT INBOX
1< * OK [PERMANENTFLAGS (...\\*)] ...
1< a OK ...
1> b STORE 1 +FLAGS (Green)
1< * FLAGS (...Green...)
1< * 1 FETCH (UID 1 FLAGS (Green...))
1< b OK ...
1! * OK [PERMANENTFLAGS...`,
  },
  {
    item: 14,
    what: 'numbers of 63 bits stand in extensions',
    script: `mailbox INBOX 1
1> a SELECT INBOX (CONDSTORE)
1< a OK ...
1> b FETCH 1 FLAGS (CHANGEDSINCE 9223372036854775807)
1< b OK ...
1! * 1 FETCH ...
1> c FETCH 1 FLAGS (CHANGEDSINCE 9223372036854775808)
1< c BAD ...`,
  },
  {
    item: 15,
    what: '$MDNSent, $Forwarded, $Junk, $NonJunk and $Phishing are kept',
    script: `mailbox INBOX 1
1> a SELECT INBOX
1< a OK ...
1> b STORE 1 +FLAGS.SILENT ($MDNSent $Forwarded $Junk $NonJunk $Phishing)
1< b OK ...
1> c SELECT INBOX
1< * FLAGS (...$Phishing...)
1< c OK ...
1> d SEARCH RETURN (COUNT) KEYWORD $MDNSent KEYWORD $Forwarded KEYWORD $Junk KEYWORD $NonJunk KEYWORD $Phishing
1< * ESEARCH (TAG "d") COUNT 1
1< d OK ...`,
  },
  {
    item: 16,
    what: 'names and header fields are in UTF-8',
    script: `on 1> a CREATE "\\xC3\\xA4"
off 1> a CREATE &AOQ-
1< a OK ...
1> b LIST "" *
on 1< * LIST (...) "/" "\\xC3\\xA4"
off 1< * LIST (...) "/" &AOQ-
1< b OK ...
1> c APPEND INBOX {15+}
1> Subject: t\\xC3\\xA4
1>
on 1< c OK [APPENDUID ...] ...
off 1< c NO [CANNOT] ...`,
  },
  {
    item: 17,
    what: 'NOOP does what CHECK did, which is still understood for older programs',
    script: `mailbox INBOX 1
1> a SELECT INBOX
1< a OK ...
2> a APPEND INBOX {13+}
2> Subject: a
2>
2< a OK ...
1> b NOOP
1< * 2 EXISTS
1< b OK ...
1> c CHECK
1< c OK ...`,
  },
  {
    item: 18,
    what: 'RFC822, RFC822.HEADER and RFC822.TEXT are still what BODY[] says',
    script: `message INBOX
| Subject: s
|
| x
1> a SELECT INBOX
1< a OK ...
1> b FETCH 1 (RFC822.HEADER BODY.PEEK[HEADER] BODY.PEEK[TEXT])
1< * 1 FETCH (RFC822.HEADER {14}\\r\\nSubject: s\\r\\n\\r\\n BODY[HEADER] {14}\\r\\nSubject: s\\r\\n\\r\\n BODY[TEXT] {3}\\r\\nx\\r\\n)
1< b OK ...`,
  },
  {
    item: 19,
    what: 'LIST (SUBSCRIBED) says what LSUB says',
    script: `1> a SUBSCRIBE INBOX
1< a OK ...
1> b LIST (SUBSCRIBED) "" *
1< * LIST (\\Subscribed...) "/" INBOX
1< b OK ...
1> c LSUB "" *
1< * LSUB () "/" INBOX
1< c OK ...`,
  },
  {
    item: 20,
    what: 'IDLE tells of other mailboxes, and without one selected',
    script: `mailbox Other 1
1> a NOTIFY SET (personal (MessageNew MessageExpunge))
1< a OK ...
1> b IDLE
1< + ...
2> a APPEND Other {13+}
2> Subject: a
2>
2< a OK ...
1< * STATUS Other (...MESSAGES 2...)
1> DONE
1< b OK ...`,
  },
  {
    item: 21,
    what: 'FETCH that nobody asked for says UID',
    script: `mailbox INBOX 2
1> a SELECT INBOX
1< a OK ...
2> a SELECT INBOX
2< a OK ...
2> b STORE 2 +FLAGS (\\Flagged)
2< * 2 FETCH (UID 2 FLAGS (\\Flagged...))
2< b OK ...
1> b NOOP
1< * 2 FETCH (UID 2 FLAGS (\\Flagged...))
1< b OK ...`,
  },
  {
    item: 24,
    what: 'what people read may be beyond ASCII, where a language asks for it',
    script: `1> a LANGUAGE de
1< * LANGUAGE (DE)
1< a OK ...
1> b DELETE INBOX
1< b NO [CANNOT] {word}...
1> c BOGUS
1< c BAD ...`,
  },
  {
    item: 26,
    what: 'nobody is signed in by the greeting',
    script: `client 2 nobody
2< * OK [CAPABILITY ...] ...
2! * PREAUTH...
2> a SELECT INBOX
2< a BAD Not allowed in this state`,
  },
  {
    item: 27,
    what: 'SCRAM-SHA-256 takes the place of DIGEST-MD5',
    script: `client 2 nobody
2> a CAPABILITY
2< * CAPABILITY ...AUTH=SCRAM-SHA-256...
2! ...DIGEST-MD5...
2! ...CRAM-MD5...
2< a OK ...
2> b AUTHENTICATE DIGEST-MD5
2< b NO ...
2~ c SCRAM-SHA-256 alice postern-alice n
2< c OK ...`,
  },
  {
    item: 30,
    what: 'the server says BYE and ends the connection; a client may leave without a word, and only what was answered has happened',
    script: `mailbox INBOX 1
2> a APPEND INBOX {40+}
2> Subject: never
2> \\
1> a STATUS INBOX (MESSAGES)
1< * STATUS INBOX (MESSAGES 1)
1< a OK ...
1> b LOGOUT
1< * BYE ...
1< b OK ...
1| closed`,
  },
]
