import { RecentImports, UploadForm } from '#components/address-book/transfer/upload-form.tsx'
import { IMPORT_OCTETS } from '#lib/gateway/address-book/transfer/contact-files.ts'
import { booksToWrite } from '#lib/gateway/address-book/view-card.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { one, type Search } from '../../load-mail-screen.ts'
import { addressBookPage } from '../address-book-page.tsx'

/** Takes a file of contacts; beneath it what was imported lately. */
export default async function ImportPage({ searchParams }: { readonly searchParams: Promise<Search> }) {
  const search = await searchParams
  return addressBookPage(appUrls().importContacts(), { search, current: '' }, async ({ of, books, urls, words, token }) => {
    const writable = booksToWrite(books, '')
    const chosen = writable.find(({ id }) => id === one(search.book)) ?? writable[0]
    return {
      title: words.transfer.title,
      content: (
        <>
          <h1>{words.transfer.title}</h1>
          <UploadForm books={writable} chosen={chosen?.id ?? ''} megabytes={IMPORT_OCTETS / 1024 / 1024} urls={urls} token={token} words={words} />
          <RecentImports imports={await of.store.imports(of.who)} urls={urls} words={words} />
        </>
      ),
    }
  })
}
