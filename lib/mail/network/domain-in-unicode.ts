// Node's own has no place in a browser, where links are read too.
import punycode from 'punycode.js'

/** A domain as its readers would write it (RFC 3492); a label that is in no such form stays as it is. */
export function domainInUnicode(domain: string): string {
  return domain.split('.').map((label) => (/^xn--/i.test(label) ? (decoded(label.slice(4).toLowerCase()) ?? label) : label)).join('.')
}

function decoded(label: string): string | undefined {
  try {
    return punycode.decode(label)
  } catch {
    return undefined
  }
}
