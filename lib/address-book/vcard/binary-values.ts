/** Properties whose value may be octets: pictures, sounds, keys (RFC 2426 §3.1.4, §3.5.3, §3.6.6, §3.7.2). */
const BINARY: Readonly<Record<string, { readonly prefix: string; readonly unknown: string }>> = {
  photo: { prefix: 'image/', unknown: 'image/jpeg' },
  logo: { prefix: 'image/', unknown: 'image/jpeg' },
  sound: { prefix: 'audio/', unknown: 'application/octet-stream' },
  key: { prefix: 'application/', unknown: 'application/octet-stream' },
}

export function isBinary(name: string): boolean {
  return Object.hasOwn(BINARY, name)
}

/** True for base64 with or without its padding. */
export function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.replace(/=+$/, '').length % 4 !== 1
}

/** Base64 with the type that a vCard 3 names (`TYPE=JPEG`) as a data: URI, which is vCard 4's form. */
export function toDataUri(name: string, base64: string, type: string | undefined): string {
  const rule = BINARY[name]
  const subtype = (type ?? '').toLowerCase().replace(/[^a-z0-9.+/-]/g, '')
  const mediaType = subtype === '' || rule === undefined ? (rule?.unknown ?? 'application/octet-stream') : subtype.includes('/') ? subtype : `${rule.prefix}${subtype === 'jpg' ? 'jpeg' : subtype}`
  return `data:${mediaType};base64,${base64}`
}

/** The base64 of a data: URI and the type in vCard 3's words; undefined for any other URI. */
export function fromDataUri(uri: string): { readonly base64: string; readonly type: string } | undefined {
  const [, mediaType = '', base64] = /^data:([^;,]*)(?:;[^;,]*)*?;base64,(.*)$/is.exec(uri) ?? []
  if (base64 === undefined || !isBase64(base64)) return undefined
  return { base64, type: (mediaType.split('/')[1] ?? '').toUpperCase() }
}
