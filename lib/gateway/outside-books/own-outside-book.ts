import type { BookReader } from '#lib/address-book/store/address-book-store.ts'
import type { OutsideBook } from '#lib/address-book/outside/outside-book-store.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { OutsideKit } from './outside-kit.ts'

/** A book of one's own that is like one outside. Throws GatewayError 'no-such-contact' for any other. */
export async function ownOutsideBook({ outside }: OutsideKit, { account }: BookReader, id: string): Promise<OutsideBook> {
  const book = await outside.book(id)
  if (book?.account !== account) throw new GatewayError('no-such-contact', 'book')
  return book
}
