import { isReplyOrForward } from '#lib/mime/base-subject.ts'
import type { SearchKeys } from '#lib/mime/digest.ts'
import type { SqlValue } from '#lib/storage/sqlite.ts'
import type { StoredMessage } from '../../../mail-store.ts'
import { COMPARED_TEXTS, type TextSortKey } from '../../../numbers/compared-texts.ts'
import { normalizedId, referredIds } from '../../../numbers/linked-ids.ts'
import { REPLY, type SortKey, type SortNumbers, type ThreadNumbers } from '../../../numbers/message-numbers.ts'
import { FIELD_COLUMNS } from '../../rows/digest-columns.ts'
import { IdentityNumbers } from './identity-numbers.ts'
import { MailboxColumns } from './mailbox-columns.ts'
import { NumberLists, NumberPages } from './number-pages.ts'
import type { Sql } from './page-table.ts'
import { TextNumbers, type TextKind } from './text-numbers.ts'

/** Octets of the hash that tell whether the numbers are still that content's. */
const MARK = 6

/** Texts of which kind are compared with each other. */
const TEXT_KINDS: Readonly<Record<TextSortKey, TextKind>> = { SUBJECT: 'subject', FROM: 'name', TO: 'name', CC: 'name', DISPLAYFROM: 'name', DISPLAYTO: 'name' }
const TEXT_KEYS = Object.keys(TEXT_KINDS) as readonly TextSortKey[]

const { columns: KEY_COLUMNS, read: readKeys } = FIELD_COLUMNS.keys
/** Where they begin in a row of ABOVE. */
const FIRST_KEY = 2
const ABOVE = `SELECT content.id, content.sha256, ${KEY_COLUMNS.map((column) => `search_keys.${column}`).join(', ')} FROM mail.content LEFT JOIN mail.search_keys
  ON search_keys.content = content.id WHERE content.id > ? ORDER BY content.id LIMIT ?`

/**
 * Numbers in place of all texts by which messages are sorted and threaded, so that neither has to read and compare these. They are made in the order of
 * the contents. Whoever calls what changes them does so in one step with the database, and gives them up should it fail.
 */
export class KeyNumbers {
  readonly #sql: Sql
  /** Sees the account as `mail`. */
  readonly #mail: Sql
  readonly #texts: TextNumbers
  readonly #identities: IdentityNumbers
  readonly #ofTexts: Readonly<Record<TextSortKey, NumberPages>>
  readonly #marks: NumberPages
  readonly #topics: NumberPages
  readonly #ids: NumberPages
  readonly #sent: NumberPages
  readonly #references: NumberLists
  #reached: number

  constructor(sql: Sql, mail: Sql) {
    this.#sql = sql
    this.#mail = mail
    this.#texts = new TextNumbers(sql)
    this.#identities = new IdentityNumbers(sql)
    this.#ofTexts = Object.fromEntries(TEXT_KEYS.map((key) => [key, new NumberPages(sql, key)])) as Record<TextSortKey, NumberPages>
    this.#marks = new NumberPages(sql, 'mark')
    this.#topics = new NumberPages(sql, 'topic')
    this.#ids = new NumberPages(sql, 'id')
    this.#sent = new NumberPages(sql, 'sent')
    this.#references = new NumberLists(sql, 'references')
    this.#reached = sql('SELECT reached FROM numbered').get()?.[0] as number
  }

  /** The last content that has its numbers. */
  get reached(): number {
    return this.#reached
  }

  /** How many contents wait for theirs, up to `most`. */
  behind(most: number): number {
    return this.#mail('SELECT count(*) FROM (SELECT 1 FROM mail.content WHERE id > ? LIMIT ?)').get(this.#reached, most)?.[0] as number
  }

  /** The next contents get theirs; true at the end. */
  addSome(count: number): boolean {
    const rows = this.#mail(ABOVE).all(this.#reached, count)
    for (const row of rows) {
      const content = row[0] as number
      // What has lost its keys is not found by who reads them, either.
      if (row[FIRST_KEY] !== null) this.#add(content, row)
      this.#reached = content
    }
    this.#write()
    this.#sql('UPDATE numbered SET reached = ?').run(this.#reached)
    return rows.length < count
  }

  forget(contents: readonly number[]): void {
    for (const content of contents) {
      if (this.#marks.get(content) === 0) continue
      for (const key of TEXT_KEYS) {
        this.#texts.useLess(TEXT_KINDS[key], this.#ofTexts[key].get(content))
        this.#ofTexts[key].set(content, 0)
      }
      this.#marks.set(content, 0)
    }
    this.#write()
  }

  /** The contents above that one whose numbers nobody needs any more; undefined where those of others are not theirs. */
  goneAbove(content: number): readonly number[] | undefined {
    const markOf = this.#marks.lookUp()
    const present = new Map(this.#mail('SELECT id, sha256 FROM mail.content WHERE id > ? AND id <= ?').all(content, this.#reached).map(([id, sha256]) => [id as number, markFrom(sha256)]))
    const gone: number[] = []
    for (let at = content + 1; at <= this.#reached; at++) {
      const [known, mark] = [markOf(at), present.get(at)]
      if (known !== 0 && mark === undefined) gone.push(at)
      else if (known !== 0 && mark !== known) return undefined
    }
    return gone
  }

  /** Of all messages of that mailbox whose contents have their numbers. */
  sortNumbers(mailbox: number, keys: readonly SortKey[]): SortNumbers {
    return this.#ofMailbox(mailbox, (messages) => ({ uids: messages.uids, values: keys.map((key) => this.#valuesOf(key, messages)) }))
  }

  /** Of all messages of that mailbox whose contents have their numbers. */
  threadNumbers(mailbox: number, needsArrival: boolean): ThreadNumbers {
    return this.#ofMailbox(mailbox, (messages) => {
      const { uids, contents } = messages
      const dates = this.#valuesOf('DATE', messages)
      return { uids, dates, arrived: needsArrival ? messages.read('internal_date') : dates, ...this.#linksOf(contents) }
    })
  }

  #add(content: number, row: readonly SqlValue[]): void {
    const target: { -readonly [Field in keyof StoredMessage]?: StoredMessage[Field] } = {}
    readKeys(target, row, FIRST_KEY)
    const keys = target.keys as SearchKeys
    for (const key of TEXT_KEYS) this.#ofTexts[key].set(content, this.#texts.use(TEXT_KINDS[key], COMPARED_TEXTS[key](keys)))
    const topic = this.#identities.numberOf('topic', keys.baseSubject)
    this.#topics.set(content, topic + (isReplyOrForward(keys.subject) ? REPLY : 0))
    this.#ids.set(content, this.#identities.numberOf('id', normalizedId(keys.messageId)))
    this.#references.set(content, referredIds(keys).map((id) => this.#identities.numberOf('id', id)))
    this.#sent.set(content, keys.sentDate ?? NaN)
    this.#marks.set(content, markFrom(row[1]))
  }

  #write(): void {
    for (const pages of [...Object.values(this.#ofTexts), this.#marks, this.#topics, this.#ids, this.#sent, this.#references]) pages.write()
  }

  #linksOf(contents: Float64Array): Pick<ThreadNumbers, 'subjects' | 'subjectCount' | 'ids' | 'references' | 'ends' | 'idCount'> {
    const [idOf, referencesOf, topicOf] = [this.#ids.lookUp(), this.#references.lookUp(), this.#topics.lookUp()]
    // Numbers of this mailbox alone: an account may know many more.
    const own = new Uint32Array(Number(this.#sql('SELECT max(id) FROM identity').get()?.[0] ?? 0) + 1)
    let [idCount, subjectCount] = [0, 0]
    const ownId = (id: number): number => (id === 0 ? 0 : (own[id] ||= ++idCount))
    const ownTopic = (topic: number): number => (topic === 0 ? 0 : (own[topic] ||= ++subjectCount))
    const [subjects, ids, ends, references] = [new Float64Array(contents.length), new Uint32Array(contents.length), new Uint32Array(contents.length), [] as number[]]
    for (let at = 0; at < contents.length; at++) {
      const topic = topicOf(contents[at]!)
      subjects[at] = topic >= REPLY ? ownTopic(topic - REPLY) + REPLY : ownTopic(topic)
      ids[at] = ownId(idOf(contents[at]!))
      for (const id of referencesOf(contents[at]!)) references.push(ownId(id))
      ends[at] = references.length
    }
    return { subjects, subjectCount, ids, references: Uint32Array.from(references), ends, idCount }
  }

  /** Does it with the messages that the mailbox has at this moment. */
  #ofMailbox<T>(mailbox: number, work: (messages: MailboxColumns) => T): T {
    this.#mail('BEGIN').run()
    try {
      const markOf = this.#marks.lookUp()
      return work(new MailboxColumns(this.#mail, mailbox, (content) => markOf(content) !== 0))
    } finally {
      this.#mail('COMMIT').run()
    }
  }

  #valuesOf(key: SortKey, messages: MailboxColumns): Float64Array {
    const { contents } = messages
    if (isTextKey(key)) {
      const [numberOf, ranks] = [this.#ofTexts[key].lookUp(), this.#texts.ranks(TEXT_KINDS[key])]
      return contents.map((content) => ranks[numberOf(content)]!)
    }
    if (key === 'ARRIVAL') return messages.read('internal_date')
    if (key === 'SIZE') return messages.read('size')
    const sent = contents.map(this.#sent.lookUp())
    if (!sent.some(Number.isNaN)) return sent
    const arrived = messages.read('internal_date')
    return sent.map((date, at) => (Number.isNaN(date) ? arrived[at]! : date))
  }
}

function isTextKey(key: SortKey): key is TextSortKey {
  return Object.hasOwn(TEXT_KINDS, key)
}

/** Never 0. */
function markFrom(sha256: SqlValue | undefined): number {
  return Buffer.from(sha256 as Uint8Array).readUIntBE(0, MARK) + 1
}
