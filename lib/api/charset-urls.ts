import type { Urls } from './urls.ts'

/** The same URLs, but those of a message and its parts keep the charset by which somebody chose to read it; without one they are the plain ones. */
export function inCharset(urls: Urls, charset: string | undefined): Urls {
  if (charset === undefined) return urls
  const kept = (url: string): string => {
    const [path = '', anchor] = url.split('#')
    return `${path}${path.includes('?') ? '&' : '?'}charset=${encodeURIComponent(charset)}${anchor === undefined ? '' : `#${anchor}`}`
  }
  const { api } = urls
  return {
    ...urls,
    message: (...named) => kept(urls.message(...named)),
    messageDetails: (...named) => kept(urls.messageDetails(...named)),
    attachments: (...named) => kept(urls.attachments(...named)),
    messagePart: (...named) => kept(urls.messagePart(...named)),
    api: {
      ...api,
      attachments: (...named) => kept(api.attachments(...named)),
      html: (...named) => kept(api.html(...named)),
      part: (...named) => kept(api.part(...named)),
    },
  }
}
