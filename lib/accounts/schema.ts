/** Accounts and what they let each other use, and what only this server knows. A grant goes with either of its accounts. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE account (
    name TEXT PRIMARY KEY,
    password_hash TEXT NOT NULL,
    quota INTEGER,
    scram_salt BLOB,
    scram_iterations INTEGER,
    scram_stored_key BLOB,
    scram_server_key BLOB
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE mailbox_grant (
    owner TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    mailbox TEXT NOT NULL,
    grantee TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    rights TEXT NOT NULL,
    alias TEXT NOT NULL,
    PRIMARY KEY (owner, mailbox, grantee),
    UNIQUE (grantee, alias)
  ) STRICT, WITHOUT ROWID;
  `,
  // Grants by the mailbox's UIDVALIDITY, which a rename does not change. Those by name wait in the old table until somebody looks which they mean.
  `
  CREATE TABLE acl_entry (
    owner TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    uid_validity INTEGER NOT NULL,
    identifier TEXT NOT NULL,
    rights TEXT NOT NULL,
    alias TEXT,
    PRIMARY KEY (owner, uid_validity, identifier)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX acl_entry_identifier ON acl_entry (identifier);
  CREATE UNIQUE INDEX acl_entry_alias ON acl_entry (identifier, alias) WHERE alias IS NOT NULL;
  `,
  'ALTER TABLE account ADD COLUMN message_quota INTEGER',
  `
  CREATE TABLE server_secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO server_secret (name, value) VALUES ('scram', randomblob(32));
  `,
  'CREATE TABLE server_entry (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID',
]
