import { childOf, childrenOf, dav, nameOf, type XmlElement } from '../xml/element.ts'
import { readXml } from '../xml/read-xml.ts'
import { DavProblem } from '../dav-problem.ts'
import type { DavResponse } from './exchange.ts'

/** What a multistatus says of one resource. */
export interface DavTold {
  readonly url: URL
  /** Of the resource itself, where one is given for it. */
  readonly status: number | undefined
  /** The properties that it has; those that it has not are left out. */
  readonly properties: readonly XmlElement[]
}

export interface Multistatus {
  readonly told: readonly DavTold[]
  readonly syncToken: string | undefined
}

/** A list of 50,000 cards has 350,000; more would keep everybody waiting while it is read. */
const MOST_ELEMENTS = 600_000

/** Reads an answer with status 207 (RFC 4918 §14.16). What lies on another host is left out. Throws DavProblem. */
export function readMultistatus({ status, text, url }: DavResponse): Multistatus {
  if (status !== 207) throw problemOf(status)
  const root = readXml(text, { elements: MOST_ELEMENTS })
  if (!root || nameOf(root) !== dav('multistatus')) throw new DavProblem('not-carddav', 'no multistatus')
  return { told: childrenOf(root, dav('response')).flatMap((response) => toldIn(response, url)), syncToken: childOf(root, dav('sync-token'))?.text.trim() }
}

function toldIn(response: XmlElement, base: URL): readonly DavTold[] {
  const properties = childrenOf(response, dav('propstat')).filter((each) => statusOf(each) === 200).flatMap((each) => childOf(each, dav('prop'))?.children ?? [])
  return childrenOf(response, dav('href')).flatMap(({ text }) => {
    const url = URL.parse(text.trim(), base)
    return url?.origin === base.origin ? [{ url, status: statusOf(response), properties }] : []
  })
}

function statusOf(element: XmlElement): number | undefined {
  const [, status] = /^HTTP\/\S+ (\d{3})/.exec(childOf(element, dav('status'))?.text.trim() ?? '') ?? []
  return status === undefined ? undefined : Number(status)
}

/** What a status that is no success means. */
export function problemOf(status: number): DavProblem {
  if (status === 401) return new DavProblem('refused-password')
  if (status === 403) return new DavProblem('forbidden')
  if (status === 404 || status === 410) return new DavProblem('gone')
  if (status === 409 || status === 412) return new DavProblem('conflict')
  if (status === 413 || status === 507) return new DavProblem('too-large')
  if (status === 405 || status === 501 || (status >= 200 && status < 300)) return new DavProblem('not-carddav', `status ${status}`)
  return new DavProblem(status >= 400 && status < 500 ? 'rejected' : 'failed', `status ${status}`)
}
