import { OutsideServers } from '#components/address-book/outside/outside-servers.tsx'
import { viewServers } from '#lib/gateway/outside-books/view-outside.ts'
import { outsideOf } from '#lib/http/address-book/outside.ts'
import { appUrls, hasModule } from '#lib/http/wiring.ts'
import { NoSuchPage } from '../../../no-such-page.tsx'
import type { Search } from '../../load-mail-screen.ts'
import { addressBookPage } from '../address-book-page.tsx'

/** The servers on which somebody has address books that are synchronised. */
export default async function OutsideServersPage({ searchParams }: { readonly searchParams: Promise<Search> }) {
  if (!(await hasModule('outside_books'))) return <NoSuchPage />
  return addressBookPage(appUrls().outsideServers(), { search: await searchParams, current: 'outside', help: 'outside' }, async ({ session, urls, words, token, failed }) => {
    const { kit, runs, who } = await outsideOf(session)
    const servers = (await viewServers(kit, runs, who)).map(({ id, host, user, states }) => ({ id, host, user, books: states.map(({ title }) => title) }))
    return { title: words.outside.title, content: <OutsideServers servers={servers} typed={failed?.fields} urls={urls} token={token} words={words} /> }
  })
}
