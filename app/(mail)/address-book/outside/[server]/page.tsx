import { OutsideServer } from '#components/address-book/outside/outside-server.tsx'
import { serverParams } from '#lib/api/address-book/outside-shapes.ts'
import { viewServers } from '#lib/gateway/outside-books/view-outside.ts'
import { outsideOf } from '#lib/http/address-book/outside.ts'
import { appUrls, hasModule } from '#lib/http/wiring.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { NoSuchPage } from '../../../../no-such-page.tsx'
import type { Search } from '../../../load-mail-screen.ts'
import { addressBookPage } from '../../address-book-page.tsx'
import { stateWriter } from '../shown-state.ts'

interface Props {
  readonly params: Promise<{ readonly server: string }>
  readonly searchParams: Promise<Search>
}

/** One of these servers, its books, and how it goes with them. */
export default async function OutsideServerPage({ params, searchParams }: Props) {
  if (!(await hasModule('outside_books'))) return <NoSuchPage />
  const given = await params
  return addressBookPage(appUrls().outsideServer(given.server), { search: await searchParams, current: 'outside', help: 'outside' }, async (desk) => {
    const { kit, runs, who } = await outsideOf(desk.session)
    const wanted = serverParams(given).server
    const server = (await viewServers(kit, runs, who)).find(({ id }) => id === wanted)
    if (!server) throw new GatewayError('no-such-contact', 'server')
    const { id, host, user, isRefused, states, offered } = server
    const { urls, token, words } = desk
    const shown = await stateWriter(desk)
    const books = states.map((state) => ({ title: state.title, mayWrite: state.mayWrite, state: shown(state) }))
    return { title: words.outside.server({ user, host }), content: <OutsideServer id={id} host={host} user={user} isRefused={isRefused} books={books} offered={offered} urls={urls} token={token} words={words} /> }
  })
}
