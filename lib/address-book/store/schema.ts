/**
 * Columns of a card are what is listed and searched; `content` is the whole card as JSON and stands last, so that lists need not read
 * it. `card_gone` remembers what was deleted or moved away. Ids are random texts; `number` joins the tables. `resource` is the name
 * by which other programs know a card, or a book ('' for the book's id); it lies behind the content, so lists of it read an index.
 */
export const ADDRESS_BOOK_MIGRATIONS = [
  `CREATE TABLE book (id TEXT NOT NULL PRIMARY KEY, account TEXT NOT NULL, realm TEXT NOT NULL, owner TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, cards INTEGER NOT NULL, change INTEGER NOT NULL);
   CREATE INDEX book_account ON book (account);
   CREATE TABLE book_grant (book TEXT NOT NULL, realm TEXT NOT NULL, grantee TEXT NOT NULL, may TEXT NOT NULL, PRIMARY KEY (book, grantee));
   CREATE INDEX book_grantee ON book_grant (realm, grantee);
   CREATE TABLE card (number INTEGER PRIMARY KEY, book TEXT NOT NULL, id TEXT NOT NULL, uid TEXT NOT NULL, change INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, sorts TEXT NOT NULL, letter TEXT NOT NULL, address TEXT NOT NULL, organization TEXT NOT NULL, phone TEXT NOT NULL, birthday TEXT NOT NULL, day TEXT NOT NULL, photo INTEGER NOT NULL, created INTEGER NOT NULL, changed INTEGER NOT NULL, content TEXT NOT NULL);
   CREATE UNIQUE INDEX card_place ON card (book, id);
   CREATE UNIQUE INDEX card_uid ON card (book, uid);
   CREATE INDEX card_order ON card (book, sorts, number);
   CREATE INDEX card_letter ON card (book, letter, sorts, number);
   CREATE INDEX card_kind ON card (book, kind, sorts);
   CREATE INDEX card_day ON card (book, day);
   CREATE INDEX card_change ON card (book, change);
   CREATE TABLE card_gone (book TEXT NOT NULL, id TEXT NOT NULL, uid TEXT NOT NULL, change INTEGER NOT NULL, PRIMARY KEY (book, id));
   CREATE TABLE card_word (book TEXT NOT NULL, word TEXT NOT NULL, card INTEGER NOT NULL, PRIMARY KEY (book, word, card)) WITHOUT ROWID;
   CREATE INDEX card_words ON card_word (card, word);
   CREATE TABLE card_address (address TEXT NOT NULL, book TEXT NOT NULL, card INTEGER NOT NULL, written TEXT NOT NULL, PRIMARY KEY (address, book, card)) WITHOUT ROWID;
   CREATE INDEX card_addresses ON card_address (card);
   CREATE TABLE used_address (account TEXT NOT NULL, address TEXT NOT NULL, score INTEGER NOT NULL, PRIMARY KEY (account, address));
   CREATE INDEX used_score ON used_address (account, score)`,
  `ALTER TABLE book ADD COLUMN resource TEXT NOT NULL DEFAULT '';
   ALTER TABLE card ADD COLUMN resource TEXT NOT NULL DEFAULT '';
   ALTER TABLE card_gone ADD COLUMN resource TEXT NOT NULL DEFAULT '';
   UPDATE card SET resource = id || '.vcf';
   UPDATE card_gone SET resource = id || '.vcf';
   CREATE UNIQUE INDEX card_resource ON card (book, resource);
   CREATE INDEX card_sync ON card (book, change, resource, changed);
   DROP INDEX card_change;
   CREATE INDEX card_gone_sync ON card_gone (book, change, resource)`,
  // Imports, how each of their cards is taken back (`before` is '' for one that was new), and what they tell; pairs of uids that are not the same.
  `CREATE TABLE card_import (id TEXT NOT NULL PRIMARY KEY, account TEXT NOT NULL, state TEXT NOT NULL, name TEXT NOT NULL, file TEXT NOT NULL, octets INTEGER NOT NULL, settings TEXT NOT NULL, book TEXT NOT NULL, is_new INTEGER NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL, same INTEGER NOT NULL, kept INTEGER NOT NULL, failed INTEGER NOT NULL, remarks INTEGER NOT NULL, told INTEGER NOT NULL, failure TEXT NOT NULL, created INTEGER NOT NULL, beat INTEGER NOT NULL);
   CREATE INDEX card_import_account ON card_import (account, created);
   CREATE TABLE card_import_step (import TEXT NOT NULL, card TEXT NOT NULL, change INTEGER NOT NULL, before TEXT NOT NULL, PRIMARY KEY (import, card));
   CREATE TABLE card_import_problem (import TEXT NOT NULL, number INTEGER NOT NULL, line INTEGER NOT NULL, problem TEXT NOT NULL, excerpt TEXT NOT NULL, failure INTEGER NOT NULL, PRIMARY KEY (import, number));
   CREATE TABLE card_apart (book TEXT NOT NULL, one TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (book, one, other))`,
]
