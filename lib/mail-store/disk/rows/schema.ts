/** What the runs of UIDs are, from the messages themselves. */
export const RUNS_OF_MESSAGES = `SELECT mailbox, min(uid) AS first, max(uid) AS last
  FROM (SELECT mailbox, uid, uid - row_number() OVER (PARTITION BY mailbox ORDER BY uid) AS gaps FROM message) GROUP BY mailbox, gaps`

/**
 * One account's database. What holds at every commit: a message row's content exists, in a pack, in `body` or as a synced file;
 * `content.uses` counts the message rows that name it; the counters of `mailbox` and `account` equal what counting would give;
 * `uid_next` and `mod_seq` only grow, in the commit that uses them.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE account (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    last_uid_validity INTEGER NOT NULL,
    used INTEGER NOT NULL
  ) STRICT;
  INSERT INTO account VALUES (1, 0, 0);

  CREATE TABLE mailbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    uid_validity INTEGER NOT NULL UNIQUE,
    special_use TEXT,
    uid_next INTEGER NOT NULL DEFAULT 1,
    mod_seq INTEGER NOT NULL DEFAULT 1,
    messages INTEGER NOT NULL DEFAULT 0,
    unseen INTEGER NOT NULL DEFAULT 0,
    deleted INTEGER NOT NULL DEFAULT 0,
    size INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE subscription (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

  CREATE TABLE keyword (
    mailbox INTEGER NOT NULL,
    lower TEXT NOT NULL,
    spelling TEXT NOT NULL,
    uses INTEGER NOT NULL,
    PRIMARY KEY (mailbox, lower)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE message (
    mailbox INTEGER NOT NULL,
    uid INTEGER NOT NULL,
    flags TEXT NOT NULL,
    mod_seq INTEGER NOT NULL,
    internal_date INTEGER NOT NULL,
    size INTEGER NOT NULL,
    content INTEGER NOT NULL,
    PRIMARY KEY (mailbox, uid)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX message_mod_seq ON message (mailbox, mod_seq);

  CREATE TABLE vanished (
    mailbox INTEGER NOT NULL,
    mod_seq INTEGER NOT NULL,
    uid INTEGER NOT NULL,
    PRIMARY KEY (mailbox, mod_seq, uid)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE content (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    size INTEGER NOT NULL,
    uses INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    file TEXT
  ) STRICT;
  CREATE INDEX content_unused ON content (id) WHERE uses = 0;
  CREATE INDEX content_file ON content (file) WHERE file IS NOT NULL;

  CREATE TABLE body (content INTEGER PRIMARY KEY, octets BLOB NOT NULL) STRICT;

  CREATE TABLE envelope (content INTEGER PRIMARY KEY, envelope TEXT NOT NULL) STRICT;
  CREATE TABLE structure (
    content INTEGER PRIMARY KEY,
    body_structure TEXT NOT NULL,
    body TEXT NOT NULL,
    parts TEXT NOT NULL
  ) STRICT;
  CREATE TABLE search_keys (
    content INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,
    base_subject TEXT NOT NULL,
    from_list TEXT NOT NULL,
    to_list TEXT NOT NULL,
    cc_list TEXT NOT NULL,
    bcc_list TEXT NOT NULL,
    sent_date INTEGER,
    sent_day TEXT,
    message_id TEXT NOT NULL,
    in_reply_to TEXT NOT NULL,
    message_references TEXT NOT NULL
  ) STRICT;
  CREATE TABLE header (content INTEGER PRIMARY KEY, octets BLOB NOT NULL) STRICT;
  `,
  // NULL where the digest was made before there were previews: DigestRefresher makes it anew.
  `
  ALTER TABLE envelope ADD COLUMN preview TEXT;
  CREATE INDEX envelope_stale ON envelope (content) WHERE preview IS NULL;
  `,
  // What has been there longer counts from now: a mailbox that is cleared of old messages loses none too early.
  `
  ALTER TABLE message ADD COLUMN save_date INTEGER NOT NULL DEFAULT 0;
  UPDATE message SET save_date = unixepoch() * 1000;
  `,
  // Entries of RFC 5464, of mailbox 0 those of the account.
  `
  CREATE TABLE annotation (
    mailbox INTEGER NOT NULL,
    reader TEXT NOT NULL,
    name TEXT NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (mailbox, reader, name)
  ) STRICT, WITHOUT ROWID;
  `,
  // Small content lies in packs beside the database; `body` holds what older versions have stored until BodyMover has moved it. What went
  // at or before the modSeq `forgotten` is not in `vanished`.
  `
  ALTER TABLE content ADD COLUMN pack INTEGER;
  ALTER TABLE content ADD COLUMN place INTEGER;
  CREATE INDEX content_pack ON content (pack, place) WHERE pack IS NOT NULL;
  ALTER TABLE account ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE mailbox ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;
  `,
  // The UIDs of each mailbox as runs of neighbours.
  `
  CREATE TABLE uid_run (
    mailbox INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (mailbox, first)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO uid_run ${RUNS_OF_MESSAGES};
  `,
  // What readers of somebody else's mailbox have seen (SeenRows). Until now \Seen was one for all: each begins with what it was.
  `
  CREATE TABLE seen (
    mailbox INTEGER NOT NULL,
    reader TEXT NOT NULL,
    stretch INTEGER NOT NULL,
    mod_seq INTEGER NOT NULL,
    runs TEXT NOT NULL,
    PRIMARY KEY (mailbox, reader, stretch)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO seen SELECT mailbox, '', stretch, 0, group_concat((first % 4096) || '-' || (last % 4096) || ':1', ' ')
  FROM (
    SELECT mailbox, uid / 4096 AS stretch, min(uid) AS first, max(uid) AS last
    FROM (SELECT mailbox, uid, uid - row_number() OVER (PARTITION BY mailbox, uid / 4096 ORDER BY uid) AS gaps FROM message WHERE ' ' || flags || ' ' LIKE '% \\Seen %')
    GROUP BY mailbox, stretch, gaps
  )
  GROUP BY mailbox, stretch;
  `,
  // Who knows a content finds its messages.
  'CREATE INDEX message_content ON message (content)',
  // Minutes ahead of UTC of the clock that gave internal_date; until now nobody kept it.
  'ALTER TABLE message ADD COLUMN zone INTEGER NOT NULL DEFAULT 0',
  // The start of the machine at which the account was last opened (machineStart); empty where every commit was synced by itself.
  `ALTER TABLE account ADD COLUMN machine_start TEXT NOT NULL DEFAULT ''`,
  // Limits of a mailbox that is a quota root, for itself and what is below it up to the next root.
  `
  ALTER TABLE mailbox ADD COLUMN quota INTEGER;
  ALTER TABLE mailbox ADD COLUMN message_quota INTEGER;
  CREATE INDEX mailbox_quota ON mailbox (name) WHERE quota IS NOT NULL OR message_quota IS NOT NULL;
  `,
  // The first content that went to the disk together with the last commit, not before it; NULL when there is none (takeBackUnwritten). And how many messages
  // there are.
  `
  ALTER TABLE account ADD COLUMN unproved INTEGER;
  ALTER TABLE account ADD COLUMN messages INTEGER NOT NULL DEFAULT 0;
  UPDATE account SET messages = (SELECT coalesce(sum(messages), 0) FROM mailbox);
  `,
]

/** The tables with one row for each content, which goes when the content goes. */
export const CONTENT_TABLES = ['body', 'envelope', 'structure', 'search_keys', 'header'] as const
