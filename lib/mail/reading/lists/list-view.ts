import type { MessageView } from '../message-view.ts'
import { saysSpam } from '../spam-verdict.ts'
import type { Authentication } from '../trust/authentication-results.ts'
import { readMailto } from '../../writing/mailto.ts'

/** What a mailing list offers (RFC 2369 §3). */
const LIST_COMMANDS = ['unsubscribe', 'subscribe', 'post', 'help', 'archive', 'owner'] as const
export type ListCommand = (typeof LIST_COMMANDS)[number]

/** What a list may ask to be written to it: nobody whom the reader would not see. */
export type ListMail = { readonly to: string } & Readonly<Partial<Record<'cc' | 'subject' | 'body', string>>>

/** One way to do it: a message to write, or a page to open. */
export type ListWay = { readonly command: ListCommand } & ({ readonly mail: ListMail } | { readonly page: string })

/** The mailing list, or the sender to many, that a message comes from. */
export interface ListView {
  /** What it calls itself; '' where it does not. */
  readonly name: string
  /** Its List-Id without what stands around it; '' where it has none. */
  readonly id: string
  readonly ways: readonly ListWay[]
  /** Where one request ends the subscription (RFC 8058); https, and covered by a signature that holds wherever the reader's mail server checked any. */
  readonly oneClick?: string
  /** When its reader left it by one click, ISO 8601. */
  readonly left?: string
}

/** The address to which its members write; undefined where nobody, or only a page, takes what they write (RFC 2369 §3.4). */
export function postAddress(list: ListView | undefined): string | undefined {
  return list?.ways.flatMap((way) => (way.command === 'post' && 'mail' in way ? [way.mail.to] : [])).find((to) => to !== '')
}

const WAYS_LIMIT = 3
const VALUE_LIMIT = 10_000
const FIELD_LIMIT = 2_000

/** The list that the header tells of; undefined without one. */
export function readList(headers: MessageView['headers'], authentication: Authentication | undefined): ListView | undefined {
  const ways = LIST_COMMANDS.flatMap((command) => waysOf(valuesOf(headers, `list-${command}`)[0] ?? '', command))
  const id = valuesOf(headers, 'list-id')[0]
  if (ways.length === 0 && id === undefined) return undefined
  const oneClick = oneClickOf(headers, authentication)
  return { name: id === undefined ? '' : nameOf(id), id: /<([^<>\s]{1,200})>/.exec(id ?? '')?.[1] ?? '', ways, ...(oneClick === undefined ? {} : { oneClick }) }
}

function valuesOf(headers: MessageView['headers'], wanted: string): readonly string[] {
  return headers.filter(({ name }) => name.toLowerCase() === wanted).map(({ value }) => value.slice(0, VALUE_LIMIT))
}

/** RFC 2919 §3: a phrase, then the identifier in angle brackets. */
function nameOf(value: string): string {
  const [, phrase = '', id = ''] = /^([^<]*)<?([^<>]*)/.exec(value) ?? []
  return (phrase.trim().replace(/^"|"$/g, '') || id.trim()).slice(0, 200)
}

/** RFC 2369 §2: URLs in angle brackets; those that come first are preferred. Everything else, comments and NO, is none. */
function waysOf(value: string, command: ListCommand): readonly ListWay[] {
  return urlsOf(value).flatMap((url): readonly ListWay[] => {
    const mail = mailOf(url)
    if (mail) return [{ command, mail }]
    const page = URL.parse(url)
    return page && (page.protocol === 'https:' || page.protocol === 'http:') ? [{ command, page: page.href }] : []
  })
}

/** Undefined where it is no link to an address, or names nobody. */
function mailOf(url: string): ListMail | undefined {
  const { to = '', ...asked } = readMailto(url) ?? {}
  if (!to.includes('@')) return undefined
  const rest = (['cc', 'subject', 'body'] as const).flatMap((name) => (asked[name] === undefined ? [] : [[name, asked[name].slice(0, FIELD_LIMIT)]]))
  return { to: to.slice(0, FIELD_LIMIT), ...(Object.fromEntries(rest) as Omit<ListMail, 'to'>) }
}

function urlsOf(value: string): readonly string[] {
  return [...value.matchAll(/<([^<>]{1,4000})>/g)].slice(0, WAYS_LIMIT).map(([, url = '']) => url.replace(/\s+/g, ''))
}

function oneClickOf(headers: MessageView['headers'], authentication: Authentication | undefined): string | undefined {
  const [post, ...posts] = valuesOf(headers, 'list-unsubscribe-post')
  const [targets = '', ...more] = valuesOf(headers, 'list-unsubscribe')
  // RFC 8058 §2: each of the two stands there once.
  if (posts.length > 0 || more.length > 0 || post?.trim().toLowerCase() !== 'list-unsubscribe=one-click') return undefined
  // Spam lives of being told that somebody reads it.
  if (saysSpam(headers) || authentication?.isDisproved || (authentication && !isCovered(headers, authentication))) return undefined
  return urlsOf(targets).map((url) => URL.parse(url)).find((url) => url?.protocol === 'https:')?.href
}

/** RFC 8058 §4: a signature that holds covers both fields, else anybody on the way may have written them. */
function isCovered(headers: MessageView['headers'], authentication: Authentication): boolean {
  return valuesOf(headers, 'dkim-signature').some((value) => {
    const tags = new Map(value.split(';').map((tag) => [tag.slice(0, Math.max(0, tag.indexOf('='))).trim().toLowerCase(), tag.slice(tag.indexOf('=') + 1).replace(/\s+/g, '').toLowerCase()] as const))
    const fields = (tags.get('h') ?? '').split(':')
    return authentication.isSignedBy(tags.get('d') ?? '') && ['list-unsubscribe', 'list-unsubscribe-post'].every((name) => fields.includes(name))
  })
}
