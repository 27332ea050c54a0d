import type { ReactNode } from 'react'
import { BookNav } from '#components/address-book/book-nav.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import type { ContactsOf } from '#lib/gateway/address-book/contacts-of.ts'
import { contactsOf } from '#lib/http/address-book/contacts.ts'
import { synchroniseOld } from '#lib/http/address-book/outside.ts'
import { failedForm, type FailedForm } from '#lib/http/failed-forms.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, currentSite, formToken, hasModule, requireSession, type SignedIn } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageFormats, pageWords } from '#lib/http/wording/reader-language.ts'
import type { Urls } from '#lib/api/urls.ts'
import type { Formats } from '#lib/i18n/formats.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { Book } from '#lib/mail/contacts/book.ts'
import { NoSuchPage } from '../../no-such-page.tsx'
import { attempt, one, sayingOf, valueOf, type Search } from '../load-mail-screen.ts'

/** What a page of the address book is made of. */
export interface BookDesk {
  readonly of: ContactsOf
  readonly session: SignedIn
  readonly books: readonly Book[]
  readonly urls: Urls
  readonly words: PageWords
  readonly formats: Formats
  readonly token: string
  readonly search: Search
  /** The form that brought the reader here, when something was wrong with it. */
  readonly failed: FailedForm | undefined
}

interface Content {
  readonly title: string
  readonly content: ReactNode
}

/** A page of the address book at that path: the books beside what `draw` makes; where that fails, the sentence alone. */
export async function addressBookPage(here: string, { search, current, help = 'contacts' }: { readonly search: Search; readonly current?: string; readonly help?: 'contacts' | 'outside' }, draw: (desk: BookDesk) => Promise<Content>): Promise<ReactNode> {
  if (!(await hasModule('contacts'))) return <NoSuchPage />
  const urls = appUrls()
  const [words, formats] = [await pageWords(), await pageFormats()]
  const session = await requireSession(here)
  const token = await formToken(session)
  synchroniseOld(session)
  const failed = failedForm(one(search.failed))
  const drawn = await attempt(async () => {
    const of = await contactsOf(session)
    const books = await of.store.books(of.who)
    return { books, ...(await draw({ of, session, books, urls, words, formats, token, search, failed })) }
  })
  const { books, title, content } = valueOf(drawn) ?? { books: [], title: words.contacts.title, content: <><h1>{words.contacts.title}</h1><p><a href={urls.addressBooks()}>{words.contacts.books}</a></p></> }
  return (
    <PlainPage title={title} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink(help)} saying={await sayingOf(search, 'failure' in drawn ? drawn.failure : undefined)} aside={current !== undefined && <BookNav books={books} current={current} urls={urls} words={words} />}>
      {content}
    </PlainPage>
  )
}
