import { readCharset } from '#lib/mail/reading/charsets.ts'
import type { Urls } from './urls.ts'

/** What somebody chose for the reading of one message, and every page about it keeps. */
export interface Reading {
  /** By which it is read, whatever it says itself; one of lib/mail/reading/charsets.ts. */
  readonly charset?: string | undefined
  /** It is read although it is larger than what is opened without a question. */
  readonly open?: '1' | undefined
}

/** Reads what the query of a page says of it; what is none of it is left out. */
export function readReading({ charset, open }: Readonly<Record<string, unknown>>): Reading {
  const known = readCharset(charset)
  return { ...(known === undefined ? {} : { charset: known }), ...(open === '1' ? { open } : {}) }
}

/** The same URLs, but those of a message, its pages and its parts keep what was chosen; without a choice they are the plain ones. */
export function asRead(urls: Urls, { charset, open }: Reading): Urls {
  if (charset === undefined && open === undefined) return urls
  const page = keeper({ charset, open })
  // What is fetched by itself asks nobody.
  const content = keeper({ charset })
  const { api } = urls
  return {
    ...urls,
    message: (...named) => page(urls.message(...named)),
    messageDetails: (...named) => page(urls.messageDetails(...named)),
    signature: (...named) => page(urls.signature(...named)),
    attachments: (...named) => page(urls.attachments(...named)),
    messagePart: (...named) => page(urls.messagePart(...named)),
    printMessages: (...named) => page(urls.printMessages(...named)),
    api: {
      ...api,
      attachments: (...named) => content(api.attachments(...named)),
      html: (...named) => content(api.html(...named)),
      part: (...named) => content(api.part(...named)),
      packedFile: (...named) => content(api.packedFile(...named)),
    },
  }
}

function keeper(kept: Reading): (url: string) => string {
  const query = Object.entries(kept).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`])).join('&')
  return (url) => {
    if (query === '') return url
    const [path = '', anchor] = url.split('#')
    return `${path}${path.includes('?') ? '&' : '?'}${query}${anchor === undefined ? '' : `#${anchor}`}`
  }
}
