/** Elements that are kept. What is in none of these lists goes and its content stays: forms, unknown and custom elements. */
export const KEPT_ELEMENTS: ReadonlySet<string> = new Set(
  (
    'a abbr acronym address area article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn dir div dl dt em ' +
    'figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main map mark menu nav ol p pre q rp rt ruby s samp section small span ' +
    'strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr'
  ).split(' '),
)

/** Elements that go with everything inside: they hold no text for people, or text that browsers parse in their own ways. */
export const DROPPED_ELEMENTS: ReadonlySet<string> = new Set(
  (
    'applet audio base basefont bgsound canvas datalist embed frame frameset head iframe input keygen link listing math meta noembed noframes object ' +
    'optgroup option param plaintext portal progress script select selectedcontent slot source style svg template textarea title track video xmp'
  ).split(' '),
)

/** Attributes that every element may have, with what their values must look like. */
const LENGTH = /^\d{1,5}(?:\.\d{1,4})?(?:%|px|em)?$/
const COUNT = /^\d{1,4}$/
const COLOR = /^(?:#?[a-z0-9]{1,20}|rgba?\([\d.,%\s]{1,40}\))$/i
const KEYWORD = /^[a-z-]{1,20}$/i
const TEXT = /^[^]{0,2000}$/
const NOTHING = /^[^]{0,20}$/

const GLOBAL: Readonly<Record<string, RegExp>> = {
  class: /^[^<>"'`\\]{0,500}$/,
  dir: /^(?:ltr|rtl|auto)$/i,
  lang: /^[a-z0-9-]{1,35}$/i,
  title: TEXT,
  align: KEYWORD,
  // Layout tables of mail say so to screen readers.
  role: /^(?:presentation|none)$/i,
  'aria-hidden': /^(?:true|false)$/i,
  'aria-label': TEXT,
}

const TABLE_BOX = { width: LENGTH, height: LENGTH, bgcolor: COLOR, bordercolor: COLOR, valign: KEYWORD }
const TABLE_CELL = { ...TABLE_BOX, colspan: COUNT, rowspan: COUNT, nowrap: NOTHING, scope: KEYWORD, abbr: TEXT }
const TABLE_COLUMN = { span: COUNT, width: LENGTH, valign: KEYWORD }

const OF_ELEMENT: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  area: { shape: KEYWORD, coords: /^[\d.,\s]{1,500}$/, alt: TEXT },
  bdo: {},
  br: { clear: KEYWORD },
  col: TABLE_COLUMN,
  colgroup: TABLE_COLUMN,
  details: { open: NOTHING },
  font: { color: COLOR, face: /^[\w\s,'-]{1,200}$/, size: /^[+-]?\d$/ },
  hr: { color: COLOR, noshade: NOTHING, size: COUNT, width: LENGTH },
  img: { alt: TEXT, width: LENGTH, height: LENGTH, border: COUNT, hspace: COUNT, vspace: COUNT },
  li: { type: /^\w{1,10}$/, value: /^-?\d{1,6}$/ },
  ol: { type: /^\w{1,10}$/, start: /^-?\d{1,6}$/, reversed: NOTHING },
  table: { ...TABLE_BOX, border: COUNT, cellpadding: LENGTH, cellspacing: LENGTH, frame: KEYWORD, rules: KEYWORD, summary: TEXT },
  tbody: { valign: KEYWORD },
  td: TABLE_CELL,
  tfoot: { valign: KEYWORD },
  th: TABLE_CELL,
  thead: { valign: KEYWORD },
  time: { datetime: /^[\w:.+\s-]{1,50}$/ },
  tr: { bgcolor: COLOR, height: LENGTH, valign: KEYWORD },
  ul: { type: /^\w{1,10}$/ },
}

/** True when that element may have that attribute with that value. URLs, ids and styles are decided elsewhere. */
export function isKeptAttribute(tagName: string, name: string, value: string): boolean {
  const own = OF_ELEMENT[tagName]
  const allowed = Object.hasOwn(GLOBAL, name) ? GLOBAL[name] : own && Object.hasOwn(own, name) ? own[name] : undefined
  return allowed?.test(value) === true
}
