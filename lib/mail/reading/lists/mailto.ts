/** What a mailto link asks for; only these can be set by one here. */
export interface MailtoFields {
  readonly to: string
  readonly cc?: string
  readonly subject?: string
  readonly body?: string
}

const FIELD_LIMIT = 2_000

/** The fields of a mailto URL (RFC 6068); undefined where it names nobody. What is no field of ours is left out. */
export function readMailto(url: string): MailtoFields | undefined {
  const [, path = '', query = ''] = /^mailto:([^?#]*)(?:\?([^#]*))?/i.exec(url.slice(0, 8_000)) ?? []
  const fields = new Map<string, string>()
  for (const pair of query.split('&')) {
    const at = pair.indexOf('=')
    const name = at < 0 ? '' : decoded(pair.slice(0, at)).toLowerCase()
    if (['to', 'cc', 'subject', 'body'].includes(name) && !fields.has(name)) fields.set(name, decoded(pair.slice(at + 1)).slice(0, FIELD_LIMIT))
  }
  const to = [decoded(path), fields.get('to') ?? ''].filter((each) => each.includes('@')).join(', ').slice(0, FIELD_LIMIT)
  if (to === '') return undefined
  fields.delete('to')
  return { to, ...Object.fromEntries(fields) }
}

/** RFC 6068 §5: a plus sign is one. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A stray percent sign stands for itself.
    return text
  }
}
