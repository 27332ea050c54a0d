const TYPES: Readonly<Record<string, string>> = {
  avif: 'image/avif', bmp: 'image/bmp', gif: 'image/gif', jpeg: 'image/jpeg', jpg: 'image/jpeg', png: 'image/png', webp: 'image/webp',
  log: 'text/plain', text: 'text/plain', txt: 'text/plain', csv: 'text/csv', pdf: 'application/pdf', zip: 'application/zip', doc: 'application/msword', rtf: 'application/rtf',
}

/** The type of a file by the end of its name, where nothing else tells: octets for most. */
export function typeOfName(name: string): string {
  const ending = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(TYPES, ending) ? (TYPES[ending] ?? '') : 'application/octet-stream'
}
