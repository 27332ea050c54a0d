/** The texts of a message that are told apart. */
export const INDEXED_FIELDS = ['subject', 'from', 'to', 'cc', 'bcc', 'header', 'body'] as const
export type IndexedField = (typeof INDEXED_FIELDS)[number]

/** The table with the trigrams of a field; its rows are numbered as the contents are. */
export const tableOf = (field: IndexedField): string => `${field}_trigrams`

/**
 * How texts are decoded, folded and kept. An index made by other rules is made anew: this platform's tables of Unicode decide what equals
 * what, so they are a part of it. To be counted up whenever what SEARCH, SORT or THREAD compares changes.
 */
export const INDEX_RULES = `3 ${process.versions.unicode} ${process.versions.icu}`

/**
 * What holds at every commit: each content up to `reached` has an entry, with the first octets of its SHA-256; the trigrams of all its
 * texts are there unless the entry says that it is not whole.
 */
export const INDEX_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE progress (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    rules TEXT NOT NULL,
    reached INTEGER NOT NULL
  ) STRICT;
  INSERT INTO progress VALUES (1, '${INDEX_RULES}', 0);
  CREATE TABLE entry (content INTEGER PRIMARY KEY, mark BLOB NOT NULL, is_whole INTEGER NOT NULL) STRICT;
  CREATE INDEX entry_partial ON entry (content) WHERE is_whole = 0;
  ${INDEXED_FIELDS.map((field) => `CREATE VIRTUAL TABLE ${tableOf(field)} USING fts5(text, content='', contentless_delete=1, detail=none, tokenize='trigram case_sensitive 1');`).join('\n  ')}
  `,
  // Numbers of contents (KeyNumbers): those up to `reached` have theirs, a text as many uses as there are numbers of it in the pages.
  `
  CREATE TABLE numbered (only INTEGER PRIMARY KEY CHECK (only = 1), reached INTEGER NOT NULL) STRICT;
  INSERT INTO numbered VALUES (1, 0);
  CREATE TABLE text (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, folded TEXT NOT NULL, uses INTEGER NOT NULL, UNIQUE (kind, folded)) STRICT;
  CREATE TABLE identity (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE) STRICT;
  CREATE TABLE number_page (id INTEGER PRIMARY KEY, octets BLOB NOT NULL) STRICT;
  `,
]
