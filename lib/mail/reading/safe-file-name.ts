const NAME_LIMIT = 150
const ENDING = /\.[\p{L}\p{N}]{1,10}$/u
const RESERVED_ON_WINDOWS = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i

/**
 * A name that is safe to save a file under, made from what a message said: no path, no control, format or direction
 * character, no leading or trailing dot or blank, at most 150 characters; its ending is kept.
 */
export function safeFileName(name: string, fallback = 'part'): string {
  const last = name.normalize('NFC').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/gu, '').split(/[/\\]/).pop() ?? ''
  const plain = last.replace(/[<>:"|?*%]/g, '_').replace(/\s+/g, ' ').replace(/^[. ]+|[. ]+$/g, '')
  const named = plain === '' ? fallback : plain
  const free = RESERVED_ON_WINDOWS.test(named) ? `_${named}` : named
  if ([...free].length <= NAME_LIMIT) return free
  const ending = ENDING.exec(free)?.[0] ?? ''
  return [...free].slice(0, NAME_LIMIT - [...ending].length).join('') + ending
}

/** Those names made safe, and each only once, upper and lower case being the same to some file systems: the second `a.txt` is `a (2).txt`. */
export function distinctFileNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  const counts = new Map<string, number>()
  return names.map((name) => {
    const safe = safeFileName(name)
    const key = safe.toLowerCase()
    let distinct = safe
    let count = counts.get(key) ?? 1
    while (taken.has(distinct.toLowerCase())) distinct = numbered(safe, ++count)
    counts.set(key, count)
    taken.add(distinct.toLowerCase())
    return distinct
  })
}

function numbered(name: string, count: number): string {
  const ending = ENDING.exec(name)?.[0] ?? ''
  return `${name.slice(0, name.length - ending.length)} (${count})${ending}`
}
