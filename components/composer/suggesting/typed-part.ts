/** The address of a list that somebody is writing at the moment. */
export interface TypedPart {
  readonly start: number
  readonly end: number
  /** Without blanks and quotes around it. */
  readonly text: string
}

/** The part of an address field in which the caret stands: between commas or semicolons, but for those in quotes or angle brackets (RFC 5322 §3.4). */
export function partAt(value: string, caret: number): TypedPart {
  let start = 0
  let [isQuoted, isInBrackets] = [false, false]
  for (let at = 0; at < value.length; at++) {
    const character = value[at]
    if (character === '\\' && isQuoted) at++
    else if (character === '"') isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (character === '<') isInBrackets = true
    else if (character === '>') isInBrackets = false
    else if ((character === ',' || character === ';') && !isInBrackets) {
      if (at >= caret) return part(value, start, at)
      start = at + 1
    }
  }
  return part(value, start, value.length)
}

function part(value: string, start: number, end: number): TypedPart {
  return { start, end, text: value.slice(start, end).trim().replaceAll(/^"|"$/g, '') }
}

/** Whether there is something to look for: two letters, or one where letters are words; nothing in an address that is finished. */
export function isAsked({ text }: Pick<TypedPart, 'text'>): boolean {
  return !/[<>]/.test(text) && ([...text].length > 1 || /[^\0-\u024f]/.test(text))
}

/** The field with an address in place of that part, ready for the next one; and where the caret is then. */
export function withAddress(value: string, { start, end }: Pick<TypedPart, 'start' | 'end'>, address: string): { readonly value: string; readonly caret: number } {
  const before = start === 0 ? '' : `${value.slice(0, start)} `
  const after = value.slice(end).replace(/^[,;]?\s*/, '')
  const head = `${before}${address}, `
  return { value: head + after, caret: head.length }
}
