/** One line of a vCard as RFC 6350 §3.3 has it: `[group.]name *(;param):value`, its value not yet unescaped. */
export interface ContentLine {
  readonly group?: string
  readonly name: string
  /** By names in small letters; values without a name (vCard 2.1 `TEL;HOME;CELL`) under ''. */
  readonly parameters: ReadonlyMap<string, readonly string[]>
  readonly value: string
}

const HEAD = /(?:([\w-]+)\.)?([\w-]+)/y
const PARAMETER_NAME = /[^=;:",]*/y
const QUOTED = /"([^"]*)"/y
const PLAIN = /[^,;:]*/y

/** Reads one unfolded line, undefined when it is none. `caret` says that parameters are escaped by RFC 6868, as in vCard 4. */
export function parseContentLine(text: string, caret: boolean): ContentLine | undefined {
  HEAD.lastIndex = 0
  const head = HEAD.exec(text)
  if (head?.[2] === undefined) return undefined
  const parameters = new Map<string, string[]>()
  let at = HEAD.lastIndex
  while (text[at] === ';') {
    const name = take(PARAMETER_NAME, text, at + 1)
    at += 1 + name.length
    const key = text[at] === '=' ? name.trim().toLowerCase() : ''
    const values = parameters.get(key) ?? []
    parameters.set(key, values)
    if (key === '' && text[at] !== '=') {
      if (name.trim() !== '') values.push(name.trim())
      continue
    }
    do {
      const { value, end } = parameterValue(text, at + 1)
      values.push(caret ? withoutCarets(value) : value)
      at = end
    } while (text[at] === ',')
  }
  if (text[at] !== ':') return undefined
  const group = head[1]?.toLowerCase()
  return { ...(group !== undefined && { group }), name: head[2].toLowerCase(), parameters, value: text.slice(at + 1) }
}

function take(pattern: RegExp, text: string, from: number): string {
  pattern.lastIndex = from
  return pattern.exec(text)?.[0] ?? ''
}

function parameterValue(text: string, from: number): { value: string; end: number } {
  const quoted = take(QUOTED, text, from)
  const plain = take(PLAIN, text, from + quoted.length)
  return { value: quoted.slice(1, -1) + plain, end: from + quoted.length + plain.length }
}

/** RFC 6868 §3.2: `^n` is a line break, `^'` a quotation mark, `^^` a circumflex. */
function withoutCarets(value: string): string {
  return value.includes('^') ? value.replace(/\^[n'^]/g, (pair) => (pair === '^n' ? '\n' : pair === "^'" ? '"' : '^')) : value
}
