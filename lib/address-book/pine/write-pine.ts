import { addressesOf, inOrder, kindOf, preferred, textOf } from '#lib/mail/contacts/card.ts'
import type { Card, CardProperty } from '#lib/mail/contacts/card.ts'
import { displayNameOf, nameOf } from '#lib/mail/contacts/names.ts'
import { uidKey } from '#lib/mail/contacts/uid.ts'
import { formatAddress } from '#lib/mime/addresses.ts'
import { encodeWords } from '#lib/mime/encoded-words.ts'
import { fromMailto } from '../file-members.ts'

/**
 * Cards as a PINE address book: a line for each address of a card, groups as lists behind them all. Words beyond ASCII are encoded words,
 * which Pine and Alpine both read. A member that is not among the cards is left out.
 */
export async function* writePine(cards: AsyncIterable<Card> | Iterable<Card>): AsyncGenerator<string> {
  const book = new PineBook()
  const groups: { card: Card; nickname: string }[] = []
  for await (const card of cards) {
    const nickname = book.name(card)
    if (kindOf(card) === 'group') groups.push({ card, nickname })
    else yield writePerson(card, nickname)
  }
  for (const { card, nickname } of groups) yield line([nickname, encoded(displayNameOf(card)), `(${book.members(card).join(',\n   ')})`, fccOf(card), noteOf(card)])
}

class PineBook {
  readonly #taken = new Set<string>()
  /** The number to try next behind a nickname that is taken. */
  readonly #next = new Map<string, number>()
  readonly #byUid = new Map<string, string>()

  /** The nickname of a card, unique in the book; '' for a person without one. Members are named by it, else by address. */
  name(card: Card): string {
    const isGroup = kindOf(card) === 'group'
    const wanted = [textOf(preferred(card, 'nickname')), ...(isGroup ? [displayNameOf(card), 'list'] : [])].map(plainNickname).find((text) => text !== '') ?? ''
    let nickname = wanted
    for (let count = this.#next.get(wanted) ?? 2; nickname !== '' && this.#taken.has(nickname.toLowerCase()); count++) {
      nickname = `${wanted}${count}`
      this.#next.set(wanted, count + 1)
    }
    if (nickname !== '') this.#taken.add(nickname.toLowerCase())
    const uid = textOf(preferred(card, 'uid'))
    const [address] = addressesOf(card)
    const written = nickname !== '' ? nickname : address === undefined ? '' : named(displayNameOf(card), address)
    if (uid !== '' && written !== '') this.#byUid.set(uidKey(uid), written)
    return nickname
  }

  members(card: Card): readonly string[] {
    return inOrder(card, 'member')
      .map((member) => this.#byUid.get(uidKey(textOf(member))) ?? addressOf(member))
      .filter((text) => text !== '')
  }
}

function addressOf(member: CardProperty): string {
  const address = fromMailto(textOf(member))
  return address === '' ? '' : named(member.parameters['x-cn']?.[0] ?? '', address)
}

function named(name: string, address: string): string {
  const words = encoded(name)
  return words.includes('=?') ? `${words} <${oneLine(address)}>` : oneLine(formatAddress({ name: words, address }))
}

/** Nicknames have no blank and nothing that lists and addresses are made of. */
function plainNickname(text: string): string {
  return text.normalize('NFKD').replace(/[^\x21-\x7e]/g, '').replace(/[()<>@,;:\\".[\]#]/g, '').slice(0, 40)
}

function writePerson(card: Card, nickname: string): string {
  const { family, given } = nameOf(card)
  const name = family !== '' && given !== '' && preferred(card, 'n') ? `${family}, ${given}` : displayNameOf(card)
  const [first = '', ...others] = addressesOf(card)
  return [line([nickname, encoded(name), first, fccOf(card), noteOf(card)]), ...others.map((address) => line(['', encoded(name), address, '', '']))].join('')
}

function fccOf(card: Card): string {
  return textOf(preferred(card, 'x-pine-fcc'))
}

function noteOf(card: Card): string {
  return encoded(inOrder(card, 'note').map(textOf).join(' '))
}

function encoded(text: string): string {
  return encodeWords(oneLine(text))
}

function oneLine(text: string): string {
  return text.replace(/[\0-\x1f\x7f\s]+/g, ' ').trim()
}

/** A line of the book; only the break between the members of a list is one, and an empty end is left out. */
function line(fields: readonly string[]): string {
  const text = fields.map((field) => (field.startsWith('(') ? field : oneLine(field))).join('\t').replace(/\t+$/, '')
  return `${text}\n`
}
