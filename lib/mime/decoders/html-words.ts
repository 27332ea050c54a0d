/** Elements whose content is never read. */
const UNREAD = new Set(['style', 'script', 'head', 'title', 'template', 'noscript', 'svg'])

/** Elements that stand within a word or a line. */
const INLINE = new Set(['a', 'abbr', 'b', 'big', 'code', 'em', 'font', 'i', 'ins', 'kbd', 'mark', 'q', 's', 'small', 'span', 'strike', 'strong', 'sub', 'sup', 'tt', 'u', 'wbr'])

/** The named references of everyday mail. */
const NAMED: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', shy: '', zwnj: '', zwj: '', copy: '©', reg: '®', trade: '™', euro: '€', hellip: '…', middot: '·', bull: '•',
  ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', laquo: '«', raquo: '»', auml: 'ä', ouml: 'ö', uuml: 'ü', Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', szlig: 'ß',
  eacute: 'é', egrave: 'è', ecirc: 'ê', agrave: 'à', acirc: 'â', ccedil: 'ç', ocirc: 'ô', ugrave: 'ù', iacute: 'í', oacute: 'ó', aacute: 'á', uacute: 'ú', ntilde: 'ñ',
} // prettier-ignore

/** The words of HTML without its markup, for a preview of a line or two; reads in one pass whatever stands there. */
export function textOfHtml(html: string): string {
  const lower = html.toLowerCase()
  let text = ''
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open < 0) return decodeReferences(text + html.slice(at))
    text += html.slice(at, open)
    const name = /^<(\/?[a-z][a-z0-9]*)/.exec(lower.slice(open, open + 20))?.[1]
    if (lower.startsWith('<!--', open)) at = after(lower, '-->', open)
    else if (name !== undefined && UNREAD.has(name)) at = after(lower, '>', after(lower, `</${name}`, open) - 1)
    else if (name !== undefined || lower[open + 1] === '!' || lower[open + 1] === '?') {
      at = after(lower, '>', open)
      if (!INLINE.has(name?.replace('/', '') ?? '')) text += ' '
    } else {
      text += '<'
      at = open + 1
    }
  }
  return decodeReferences(text)
}

/** The index behind the next `token`, or the end. */
function after(text: string, token: string, from: number): number {
  const found = text.indexOf(token, from)
  return found < 0 ? text.length : found + token.length
}

function decodeReferences(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]{2,8}));?/gi, (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
    if (name !== undefined) return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? whole) : whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : ''
  })
}
