/** `theirs` and `their_etag` hold what is there in a conflict, and `conflict` which one it is; `agreed` and `theirs` are cards as JSON. */
export const OUTSIDE_MIGRATIONS = [
  `CREATE TABLE outside_server (id TEXT NOT NULL PRIMARY KEY, account TEXT NOT NULL, address TEXT NOT NULL, user_name TEXT NOT NULL, sealed TEXT NOT NULL, refused INTEGER NOT NULL, found TEXT NOT NULL, made INTEGER NOT NULL);
   CREATE INDEX outside_server_account ON outside_server (account);
   CREATE TABLE outside_book (book TEXT NOT NULL PRIMARY KEY, account TEXT NOT NULL, server TEXT NOT NULL, url TEXT NOT NULL, writable INTEGER NOT NULL, token TEXT NOT NULL, change INTEGER NOT NULL, began INTEGER NOT NULL, ended INTEGER NOT NULL, problem TEXT NOT NULL, failures INTEGER NOT NULL, not_before INTEGER NOT NULL, holder TEXT NOT NULL, held_until INTEGER NOT NULL);
   CREATE UNIQUE INDEX outside_book_url ON outside_book (account, url);
   CREATE INDEX outside_book_server ON outside_book (server);
   CREATE TABLE outside_card (book TEXT NOT NULL, href TEXT NOT NULL, card TEXT NOT NULL, etag TEXT NOT NULL, local TEXT NOT NULL, problem TEXT NOT NULL, conflict TEXT NOT NULL, their_etag TEXT NOT NULL, agreed TEXT NOT NULL, theirs TEXT NOT NULL, PRIMARY KEY (book, href));
   CREATE INDEX outside_card_id ON outside_card (book, card);
   CREATE INDEX outside_card_open ON outside_card (book) WHERE conflict <> '' OR problem <> '' OR local = ''`,
]
