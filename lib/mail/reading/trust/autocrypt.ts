/** Characters of a key in a header; a header line has no more. */
const LIMIT = 64 * 1024

/**
 * The key that a sender puts into the header (Autocrypt 1.1, "The Autocrypt Header"), in octets as base64; undefined where there is none, or
 * several, or one for another address than the one sender's.
 */
export function autocryptKey(headers: readonly { readonly name: string; readonly value: string }[], from: readonly string[]): string | undefined {
  const [found, ...more] = headers.filter(({ name }) => name.toLowerCase() === 'autocrypt')
  const [sender, ...others] = from
  if (!found || more.length > 0 || sender === undefined || others.length > 0 || found.value.length > LIMIT) return undefined
  const fields = new Map<string, string>()
  for (const field of found.value.split(';')) {
    const at = field.indexOf('=')
    const name = field.slice(0, at).trim().toLowerCase()
    // A name that is neither known nor begins with an underscore forbids the whole line.
    if (at < 0 || !(['addr', 'prefer-encrypt', 'keydata'].includes(name) || name.startsWith('_'))) return undefined
    fields.set(name, field.slice(at + 1).trim())
  }
  const key = fields.get('keydata')?.replaceAll(/\s/g, '') ?? ''
  return fields.get('addr')?.toLowerCase() === sender.toLowerCase() && /^[A-Za-z0-9+/]+={0,2}$/.test(key) ? key : undefined
}
