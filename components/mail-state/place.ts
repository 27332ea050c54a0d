import { readMailboxSegment, type IndexQuery, type Urls } from '#lib/api/urls.ts'
import { SORT_KEYS, type SortKey } from '#lib/mail/index-page.ts'
import { readCharset } from '#lib/mail/reading/charsets.ts'
import { readMessageId, type MessageRef } from '#lib/mail/message-ref.ts'

/** How a message is shown; what is absent is as the person prefers it. */
export interface MessageShow {
  readonly headers?: 'full' | 'short'
  readonly as?: 'text' | 'html'
  readonly images?: '1'
  readonly paper?: 'theme' | 'original'
  /** The person opens it, however large it is. */
  readonly open?: '1'
  /** One of lib/mail/reading/charsets.ts. */
  readonly charset?: string
}

/** What the mail screen shows: a page of an index and perhaps a message beside it. It is the whole of the URL. */
export interface Place {
  readonly mailbox: string
  readonly query: IndexQuery
  /** `uidValidity.uid` */
  readonly message?: string
  readonly show: MessageShow
}

type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>

/** Reads how an index is asked for; what cannot be read has its default. */
export function readIndexQuery(parameters: Parameters): IndexQuery & { readonly sort?: SortKey } {
  const first = (name: string): string | undefined => {
    const value = parameters[name]
    return typeof value === 'object' ? value[0] : value
  }
  const sort = SORT_KEYS.find((key) => key === first('sort'))
  const order = first('order')
  const page = Number(first('page') ?? '1')
  const search = first('q')?.trim() ?? ''
  return {
    ...(Number.isInteger(page) && page > 1 && page < 10_000_000 ? { page } : {}),
    ...(sort ? { sort } : {}),
    ...(order === 'ascending' || order === 'descending' ? { reverse: order === 'descending' } : {}),
    ...(search === '' ? {} : { search }),
  }
}

/** Reads how a message is shown. */
export function readMessageShow(parameters: Parameters): MessageShow {
  const charset = readCharset(parameters.charset)
  return {
    ...(parameters.headers === 'full' || parameters.headers === 'short' ? { headers: parameters.headers } : {}),
    ...(parameters.as === 'text' || parameters.as === 'html' ? { as: parameters.as } : {}),
    ...(parameters.images === '1' ? { images: '1' as const } : {}),
    ...(parameters.paper === 'theme' || parameters.paper === 'original' ? { paper: parameters.paper } : {}),
    ...(parameters.open === '1' ? { open: '1' as const } : {}),
    ...(charset === undefined ? {} : { charset }),
  }
}

/** The place that a path with its query names; undefined where it is another page. */
export function readPlace(url: URL, base: string): Place | undefined {
  const prefix = `${base}/mailboxes/`
  if (!url.pathname.startsWith(prefix)) return undefined
  const [mailboxSegment = '', messageSegment, ...more] = url.pathname.slice(prefix.length).split('/').map(decode)
  const mailbox = mailboxSegment === undefined ? undefined : readMailboxSegment(mailboxSegment)
  if (!mailbox || more.length > 0) return undefined
  const parameters = Object.fromEntries(url.searchParams)
  // By another charset only the server reads a message: the script knows it by its own.
  if (parameters.charset !== undefined) return undefined
  const query = readIndexQuery(parameters)
  if (messageSegment === undefined) return { mailbox, query, show: {} }
  return readMessageId(messageSegment) ? { mailbox, query, message: messageSegment, show: readMessageShow(parameters) } : undefined
}

/** The URL of a place. */
export function placeUrl(urls: Urls, place: Place): string {
  const index = urls.mailbox(place.mailbox, place.query)
  const ref = place.message === undefined ? undefined : messageRef(place.mailbox, place.message)
  if (!ref) return index
  const query = Object.fromEntries(new URLSearchParams(index.split('?')[1] ?? ''))
  return urls.message(ref, { ...query, ...place.show })
}

/** What of it is no choice of how the message is shown: that it was opened. */
export function openedShow({ open }: MessageShow): MessageShow {
  return open === undefined ? {} : { open }
}

/** The message of that id in that mailbox; undefined when it is no id. */
export function messageRef(mailbox: string, id: string): MessageRef | undefined {
  const parts = readMessageId(id)
  return parts && { mailbox, ...parts }
}

/** True when both show the same page of the same index. */
export function isSameIndex(left: Place, right: Place): boolean {
  const keys = ['page', 'sort', 'reverse', 'search'] as const
  return left.mailbox === right.mailbox && keys.every((key) => left.query[key] === right.query[key])
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
