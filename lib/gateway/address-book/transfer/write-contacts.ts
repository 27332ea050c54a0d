import { contactFormat } from '#lib/address-book/formats/contact-formats.ts'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Card } from '#lib/mail/contacts/card.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { ContactsOf } from '../contacts-of.ts'
import type { ContactFormatName } from './contact-files.ts'

/** Whole cards that are held at once. */
const AT_ONCE = 40
/** Octets that go out in one piece. */
const PIECE = 64 * 1024

export interface WrittenContacts {
  /** The ending of the file's name, with its dot. */
  readonly ending: string
  readonly mediaType: string
  readonly content: ReadableStream<Uint8Array>
}

/**
 * The cards of these books, or those chosen of one, as a file that is written while it is read; vCards with all properties, tables with no
 * cell that a spreadsheet would run. Throws GatewayError before the first octet for a book or a card that the reader may not see.
 */
export async function writeContacts(of: ContactsOf, format: ContactFormatName, { books, chosen }: { readonly books: readonly string[]; readonly chosen?: readonly string[] }): Promise<WrittenContacts> {
  const { fileEndings, mediaTypes, write } = contactFormat(format)
  for (const book of books) await of.store.book(of.who, book)
  if (chosen?.length === 0) throw new GatewayError('invalid', 'nothing chosen', { refusal: { name: 'no-contact-chosen' } })
  const [first] = books
  if (chosen && first !== undefined) for (const id of chosen) await of.store.card(of.who, { book: first, id })
  const cards = chosen && first !== undefined ? chosenCards(of, first, chosen) : allCards(of, books)
  return { ending: fileEndings[0] ?? '', mediaType: mediaTypes[0] ?? 'text/plain', content: inPieces(write(cards)) }
}

async function* chosenCards({ store, who }: ContactsOf, book: string, ids: readonly string[]): AsyncGenerator<Card> {
  for (const id of ids) yield (await store.card(who, { book, id })).card
}

/** Every card of these books. */
async function* allCards({ store, who }: ContactsOf, books: readonly string[]): AsyncGenerator<Card> {
  for (const book of books) {
    for (let after: string | undefined = ''; after !== undefined; ) {
      const run: Awaited<ReturnType<typeof store.cards>> = await store.cards(who, book, { after, limit: AT_ONCE })
      for (const { card } of run.cards) yield card
      after = run.next
      await nextTurn() // nobody waits for a whole book
    }
  }
}

function inPieces(text: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const pieces = text[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      let piece = ''
      for (;;) {
        const { done, value } = await pieces.next()
        piece += value ?? ''
        if (piece !== '' && (done === true || piece.length >= PIECE)) controller.enqueue(encoder.encode(piece))
        if (done === true) return controller.close()
        if (piece.length >= PIECE) return
      }
    },
    async cancel() {
      await pieces.return?.()
    },
  }, { highWaterMark: 0 })
}
