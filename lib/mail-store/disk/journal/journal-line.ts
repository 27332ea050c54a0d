import { crc32 } from 'node:zlib'

/** What is so from here on, in terms that mean something without the database: mailboxes by UIDVALIDITY, contents by SHA-256 (hexadecimal). */
export type JournalRecord =
  | readonly ['account', lastUidValidity: number]
  /** Limits of a quota root (octets, messages); null where there is none, as in all that older versions have written. */
  | readonly ['mailbox', uidValidity: number, name: string, specialUse: string | null, uidNext: number, modSeq: number, quota?: number | null, messageQuota?: number | null]
  | readonly ['removed', uidValidity: number]
  /** `zone` in minutes; what older versions have written has none. */
  | readonly ['message', uidValidity: number, uid: number, sha256: string, flags: string, internalDate: number, saveDate: number, modSeq: number, zone?: number]
  | readonly ['flags', uidValidity: number, modSeq: number, flags: string, uids: readonly number[]]
  | readonly ['gone', uidValidity: number, modSeq: number, uids: readonly number[]]
  | readonly ['subscribed' | 'unsubscribed', name: string]
  /** What a reader has seen of a stretch of UIDs (SeenStretch); null when it is forgotten. */
  | readonly ['seen', uidValidity: number, reader: string, stretch: number, modSeq: number, runs: string | null]
  /** Of UIDVALIDITY 0 those of the account; the value in base64, null when it is removed. */
  | readonly ['annotation', uidValidity: number, reader: string, name: string, value: string | null]

/** The journal's own lines: it begins with `snapshot`, says `whole` when all that there was is in it, and `commit` behind each group of changes. */
export type JournalMark = readonly ['snapshot', sequence: number] | readonly ['whole', sequence: number] | readonly ['commit', sequence: number]

export type JournalLine = JournalRecord | JournalMark

/** A line of the journal, which proves itself. */
export function writeLine(line: JournalLine): string {
  const text = JSON.stringify(line)
  return `${sumOf(text)} ${text}\n`
}

/** What a line, without its end, says; undefined when it is damaged. */
export function readLine(line: string): JournalLine | undefined {
  const text = line.slice(9)
  return line.length > 9 && line.slice(0, 8) === sumOf(text) ? (JSON.parse(text) as JournalLine) : undefined
}

function sumOf(text: string): string {
  return crc32(text).toString(16).padStart(8, '0')
}
