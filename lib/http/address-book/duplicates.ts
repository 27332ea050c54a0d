import 'server-only'
import type { ContactsOf } from '#lib/gateway/address-book/contacts-of.ts'
import { type Duplicates, findDuplicatesIn } from '#lib/gateway/address-book/duplicates/find-duplicates-in.ts'
import { processSingleton } from '../process-singleton.ts'

/** What of a book is there twice. One book after the other: each search holds the keys of a whole one. */
export function duplicatesIn(of: ContactsOf, book: string): Promise<Duplicates> {
  const line = processSingleton<{ last: Promise<unknown> }>('duplicates', () => ({ last: Promise.resolve() }))
  const found = line.last.then(() => findDuplicatesIn(of, book))
  line.last = found.catch(() => undefined)
  return found
}
