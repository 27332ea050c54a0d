import type { Place } from '#lib/mail/reason.ts'
import type { TomlFile } from './toml-file.ts'

/** Where that name stands in postern.toml, as near as it is known. */
export function placeOf(toml: TomlFile, name: string): Place {
  const line = toml.lines.get(name)
  return { file: 'postern.toml', ...(line === undefined ? {} : { line }) }
}

/** The known name that this one resembles: perhaps it is meant. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const last = name.split('.').at(-1)
  const bare = (text: string): string => text.replaceAll(/[._-]/g, '').toLowerCase()
  return known.find((each) => each.split('.').at(-1) === last || bare(each) === bare(name)) ?? known.find((each) => isOneSlipAway(bare(each), bare(name)))
}

/** One letter more, less or other, or two neighbours exchanged. */
function isOneSlipAway(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1 || one.length < 4) return false
  let at = 0
  while (at < one.length && one[at] === other[at]) at++
  const rest = (text: string, from: number): string => text.slice(from)
  if (rest(one, at + 1) === rest(other, at + 1) || rest(one, at + 1) === rest(other, at) || rest(one, at) === rest(other, at + 1)) return true
  return one[at] === other[at + 1] && one[at + 1] === other[at] && rest(one, at + 2) === rest(other, at + 2)
}
