import { DavProblem } from '../dav-problem.ts'
import { carddav, childOf, dav, nameOf, type XmlElement, type XmlName } from '../xml/element.ts'
import { document, element, type Xml } from '../xml/write-xml.ts'
import { propfind } from './discover.ts'
import { exchange, type DavAccount, type DavReach, type DavResponse } from './exchange.ts'
import { problemOf, readMultistatus, type DavTold } from './multistatus.ts'

/** A card as another server has it. */
export interface RemoteCard {
  readonly url: string
  /** As the server wrote it, quotes and all. */
  readonly etag: string
  readonly text: string
}

export interface RemoteChanges {
  /** To be given the next time; '' where the server has no such thing. */
  readonly token: string
  /** What is new or another one. */
  readonly changed: readonly { readonly url: string; readonly etag: string }[]
  readonly gone: readonly string[]
  /** True when `changed` is all that there is, and what is not among it is gone. */
  readonly isAll: boolean
}

/** What a card is written over there: nothing, or that state alone. */
export type WriteOver = { readonly kind: 'nothing' } | { readonly kind: 'state'; readonly etag: string }

/** Cards asked for in one request. */
const CARDS_AT_ONCE = 100
/** Rounds of a server that gives its changes in pieces (RFC 6578 §3.6). */
const MOST_ROUNDS = 1000

/** An address book of another server. Everything throws DavProblem. */
export class RemoteBookClient {
  readonly #url: URL
  readonly #ask: { readonly account: DavAccount; readonly reach: DavReach; readonly signal: AbortSignal }

  constructor(url: string, account: DavAccount, reach: DavReach, signal: AbortSignal) {
    this.#url = new URL(url)
    this.#ask = { account, reach, signal }
  }

  /** What changed since a token (RFC 6578), everything for ''. Throws 'token-too-old' where the server knows it no more. */
  async changes(token: string): Promise<RemoteChanges> {
    const changed = new Map<string, string>()
    const gone = new Set<string>()
    let next = token
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const answer = await this.#report(element(dav('sync-collection'), element(dav('sync-token'), next), element(dav('sync-level'), '1'), element(dav('prop'), element(dav('getetag')))))
      if (token !== '' && [403, 409, 410, 412].includes(answer.status)) throw new DavProblem('token-too-old')
      const { told, syncToken } = readMultistatus(answer)
      const isCut = told.some(({ url, status }) => status === 507 && url.pathname === this.#url.pathname)
      for (const each of told) note(each, this.#url, changed, gone)
      if (syncToken === undefined) throw new DavProblem('not-carddav', 'no sync-token')
      if (!isCut || syncToken === next) return { token: syncToken, changed: listed(changed), gone: [...gone], isAll: token === '' }
      next = syncToken
    }
    throw new DavProblem('failed', 'changes without end')
  }

  /** Every card's address and state, for a server without RFC 6578. */
  async everything(): Promise<RemoteChanges> {
    const changed = new Map<string, string>()
    for (const each of await propfind(this.#url, [dav('getetag'), dav('resourcetype')], { ...this.#ask, depth: '1' })) note(each, this.#url, changed, new Set())
    return { token: '', changed: listed(changed), gone: [], isAll: true }
  }

  /** The cards at those addresses, some hundred at a time; those that are gone by now are left out. */
  async *cards(urls: readonly string[]): AsyncGenerator<RemoteCard> {
    for (let at = 0; at < urls.length; at += CARDS_AT_ONCE) {
      const hrefs = urls.slice(at, at + CARDS_AT_ONCE).map((url) => element(dav('href'), new URL(url).pathname))
      const { told } = readMultistatus(await this.#report(element(carddav('addressbook-multiget'), element(dav('prop'), element(dav('getetag')), element(carddav('address-data'))), ...hrefs)))
      for (const { url, properties } of told) {
        const [etag, text] = [textIn(properties, dav('getetag')), textIn(properties, carddav('address-data'))]
        if (etag !== undefined && text !== undefined) yield { url: url.href, etag, text }
      }
    }
  }

  /** Writes a card. Throws 'conflict' where something else is there than was said. Answers its state where the server names one. */
  async put(url: string, text: string, over: WriteOver): Promise<string | undefined> {
    const condition: Record<string, string> = over.kind === 'nothing' ? { 'if-none-match': '*' } : { 'if-match': over.etag }
    const answer = await this.#send('PUT', url, { 'content-type': 'text/vcard; charset=utf-8', ...condition }, text)
    if (answer.status < 200 || answer.status > 299) throw problemOf(answer.status)
    const { etag } = answer.headers
    return etag
  }

  /** Deletes a card in that state; one that is gone already is no failure. */
  async remove(url: string, etag: string): Promise<void> {
    const { status } = await this.#send('DELETE', url, { 'if-match': etag })
    if (status !== 404 && status !== 410 && (status < 200 || status > 299)) throw problemOf(status)
  }

  /** The address of a card that is new there. */
  addressOf(name: string): string {
    return new URL(`${encodeURIComponent(name)}.vcf`, this.#url.href.replace(/\/?$/, '/')).href
  }

  #report(question: Xml): Promise<DavResponse> {
    // A sync-collection is asked at depth 0, a multiget at any (RFC 6578 §3.2, RFC 6352 §8.7).
    return this.#send('REPORT', this.#url.href, { depth: '0', 'content-type': 'application/xml; charset=utf-8' }, document(question))
  }

  #send(method: string, url: string, headers: Readonly<Record<string, string>>, body?: string): Promise<DavResponse> {
    const { account, reach, signal } = this.#ask
    return exchange({ method, url: new URL(url), headers, ...(body === undefined ? {} : { body }) }, account, reach, signal)
  }
}

function note({ url, status, properties }: DavTold, book: URL, changed: Map<string, string>, gone: Set<string>): void {
  if (url.pathname.replace(/\/$/, '') === book.pathname.replace(/\/$/, '')) return
  if (properties.some((each) => nameOf(each) === dav('resourcetype') && childOf(each, dav('collection')))) return
  const etag = textIn(properties, dav('getetag'))
  if (status === 404) {
    gone.add(url.href)
    changed.delete(url.href)
  } else if (etag !== undefined && etag !== '') {
    changed.set(url.href, etag)
    gone.delete(url.href)
  }
}

function textIn(properties: readonly XmlElement[], name: XmlName): string | undefined {
  return properties.find((each) => nameOf(each) === name)?.text
}

function listed(changed: ReadonlyMap<string, string>): RemoteChanges['changed'] {
  return [...changed].map(([url, etag]) => ({ url, etag }))
}
