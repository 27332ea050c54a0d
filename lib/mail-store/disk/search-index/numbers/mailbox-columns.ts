import type { Uid } from '#lib/mail/uid.ts'
import { uidArrayOfRuns } from '../../../uid-runs.ts'
import type { Sql } from './page-table.ts'

/** The messages of a mailbox, ascending, each column by itself; to be read from while nothing changes. */
export class MailboxColumns {
  readonly uids: Uint32Array
  /** The contents of the messages. */
  readonly contents: Float64Array
  readonly #mail: Sql
  readonly #mailbox: number
  /** True for those that count; undefined where all do. */
  readonly #counts: readonly boolean[] | undefined

  /** `isKnown` says of which contents the messages count. */
  constructor(mail: Sql, mailbox: number, isKnown: (content: number) => boolean) {
    this.#mail = mail
    this.#mailbox = mailbox
    const runs = mail('SELECT first, last FROM mail.uid_run WHERE mailbox = ? ORDER BY first').all(mailbox)
    const uids = uidArrayOfRuns(runs.map(([first, last]) => ({ first: first as Uid, last: last as Uid })))
    const contents = this.#column('content')
    const counts = contents.every(isKnown) ? undefined : contents.map(isKnown)
    this.#counts = counts
    this.uids = counts ? uids.filter((_, at) => counts[at]) : uids
    this.contents = new Float64Array(this.#counted(contents))
  }

  read(column: 'internal_date' | 'size'): Float64Array {
    return new Float64Array(this.#counted(this.#column(column)))
  }

  #column(column: 'content' | 'internal_date' | 'size'): readonly number[] {
    // One long row is read several times faster than many short ones.
    const row = this.#mail(`SELECT json_group_array(${column}) FROM (SELECT ${column} FROM mail.message WHERE mailbox = ? ORDER BY uid)`).get(this.#mailbox)
    return JSON.parse(row?.[0] as string) as readonly number[]
  }

  #counted(all: readonly number[]): readonly number[] {
    const counts = this.#counts
    return counts ? all.filter((_, at) => counts[at]) : all
  }
}
