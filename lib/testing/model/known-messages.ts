import { expect } from './believed-mailbox.ts'

/** What never changes of a message, whoever asks and however often (RFC 9051 §2.3.1.1, §2.3.3). */
const FIXED = /^(?:INTERNALDATE|RFC822(?:\.SIZE|\.HEADER|\.TEXT)?|ENVELOPE|BODYSTRUCTURE|BODY(?:\[.*)?)$/

/** What all clients together have been told of messages: what one hears may contradict none of the others. */
export class KnownMessages {
  readonly #items = new Map<string, Map<string, string>>()
  readonly #recent = new Map<string, number>()
  readonly #uidValidities = new Map<string, string>()

  hear(mailbox: string, uid: number, items: ReadonlyMap<string, string>): void {
    const key = `${mailbox} ${uid}`
    const known = this.#items.get(key) ?? new Map<string, string>()
    this.#items.set(key, known)
    for (const [name, value] of items) {
      if (!FIXED.test(name)) continue
      const before = known.get(name)
      expect(before === undefined || before === value, `${name} of ${uid} in ${mailbox} was ${before} and is ${value}`)
      known.set(name, value)
    }
    for (const name of ['BODY[]', 'RFC822']) this.#sameLength(uid, known.get(name), known.get('RFC822.SIZE'))
    expect(known.get('BODY[]')?.includes('half a message') !== true, 'a message is there of which half was sent')
  }

  #sameLength(uid: number, content: string | undefined, size: string | undefined): void {
    if (content !== undefined && size !== undefined) expect(content.length === Number(size), `RFC822.SIZE of ${uid} is ${size}, and its content has ${content.length} octets`)
  }

  item(mailbox: string, uid: number, name: string): string | undefined {
    return this.#items.get(`${mailbox} ${uid}`)?.get(name)
  }

  /** \Recent is one session's alone (RFC 3501 §2.3.2). */
  hearRecent(mailbox: string, uid: number, session: number): void {
    const key = `${mailbox} ${uid}`
    const first = this.#recent.get(key) ?? session
    expect(first === session, `${uid} in ${mailbox} is \\Recent in two sessions`)
    this.#recent.set(key, first)
  }

  hearUidValidity(mailbox: string, uidValidity: string): void {
    const before = this.#uidValidities.get(mailbox) ?? uidValidity
    expect(before === uidValidity, `UIDVALIDITY of ${mailbox} was ${before} and is ${uidValidity}`)
    this.#uidValidities.set(mailbox, uidValidity)
  }
}

/** The items of `(NAME value …)`, literals and quoted strings as what they hold, lists as they stand. */
export function fetchedItems(list: string): ReadonlyMap<string, string> {
  const items = new Map<string, string>()
  for (let at = 1; at < list.length && list[at] !== ')'; ) {
    const name = /^[A-Z0-9.]+(?:\[[^\]]*\])?(?:<\d+>)?/.exec(list.slice(at))?.[0]
    if (name === undefined) throw new Error(`no item at ${list.slice(at, at + 40)}`)
    const [value, end] = valueAt(list, at + name.length + 1)
    items.set(name, value)
    at = list[end] === ' ' ? end + 1 : end
  }
  return items
}

function valueAt(text: string, at: number): readonly [value: string, end: number] {
  const literal = /^~?\{(\d+)\}\r\n/.exec(text.slice(at, at + 30))
  if (literal) {
    const start = at + literal[0].length
    return [text.slice(start, start + Number(literal[1])), start + Number(literal[1])]
  }
  if (text[at] === '"') {
    const end = endOfQuoted(text, at)
    return [text.slice(at + 1, end - 1), end]
  }
  const end = text[at] === '(' ? endOfList(text, at) : at + /^[^ )]*/.exec(text.slice(at))![0].length
  return [text.slice(at, end), end]
}

function endOfQuoted(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === '\\') end++
    else if (text[end] === '"') return end + 1
  }
  throw new Error('a quoted string without an end')
}

function endOfList(text: string, at: number): number {
  for (let end = at, depth = 0; end < text.length; ) {
    if (text[end] === '"' || text[end] === '{') end = valueAt(text, end)[1]
    else {
      if (text[end] === '(') depth++
      if (text[end] === ')') depth--
      end++
      if (depth === 0) return end
    }
  }
  throw new Error('a list without an end')
}
