/** What a mailto link asks for: nothing else of a message can be set from outside. */
export type MailtoFields = Readonly<Partial<Record<'to' | 'cc' | 'bcc' | 'subject' | 'body' | 'inReplyTo', string>>>

/** Longer ones no browser makes of a link. */
const LIMIT = 64 * 1024
/** By their names in a link; In-Reply-To makes an answer of it, as archives of lists want (RFC 6068 §2). */
const FIELDS = { to: 'to', cc: 'cc', bcc: 'bcc', subject: 'subject', body: 'body', 'in-reply-to': 'inReplyTo' } as const

/**
 * The fields of a link (RFC 6068 §2): the addresses in it and in `to` together, of the others the first. In it "+" is no blank.
 * Fields that we do not know are left out (§7); what is percent-encoded wrongly stands for itself. Undefined for what is no such link.
 */
export function readMailto(link: string): MailtoFields | undefined {
  if (link.length > LIMIT || !/^mailto:/i.test(link)) return undefined
  const [address = '', ...query] = link.slice('mailto:'.length).split('#', 1)[0]?.split('?') ?? []
  const found = new Map<string, string>()
  add(found, 'to', decode(address))
  for (const pair of query.join('?').split('&')) {
    const at = pair.indexOf('=')
    if (at > 0) add(found, decode(pair.slice(0, at)).toLowerCase(), decode(pair.slice(at + 1)))
  }
  return Object.fromEntries(Object.entries(FIELDS).flatMap(([name, field]) => (found.get(name) ? [[field, found.get(name)]] : [])))
}

function add(found: Map<string, string>, name: string, value: string): void {
  const before = found.get(name) ?? ''
  if (before === '') found.set(name, value)
  else if (name === 'to' && value !== '') found.set(name, `${before}, ${value}`)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // no UTF-8, or a percent sign alone
  }
}
