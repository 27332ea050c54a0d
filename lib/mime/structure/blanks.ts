// Octet strings must not go through `trim` or `\s`: both take 0xA0, which is the end of many a character in UTF-8, for a blank.

/** Blank, tab, CR or LF; false behind the end. By code: this is asked for both ends of each field of a hundred thousand headers. */
function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code === 0x20 || code === 0x0d || code === 0x0a || code === 0x09
}

/** The octet string without the blanks and line breaks around it. */
export function trimBlanks(text: string): string {
  let start = 0
  while (isBlank(text, start)) start++
  return trimBlanksEnd(text.slice(start))
}

/** The octet string without the blanks and line breaks behind it. */
export function trimBlanksEnd(text: string): string {
  let end = text.length
  while (end > 0 && isBlank(text, end - 1)) end--
  return text.slice(0, end)
}
