import type { PageWords } from '#lib/i18n/words.ts'
import type { Book } from '#lib/mail/contacts/book.ts'

/** What a book is called: the books that everybody has go by the reader's words. */
export function bookTitle({ contacts }: PageWords, { title, kind, isOwn, owner }: Pick<Book, 'title' | 'kind' | 'isOwn' | 'owner'>): string {
  const name = title !== '' || kind === 'further' || kind === 'directory' ? title : contacts[kind]
  return isOwn ? name : `${name} (${contacts.sharedBy({ owner })})`
}
