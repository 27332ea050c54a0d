import { Refusal } from '../protocol/problems.ts'
import { LANGUAGES, matchLanguage } from '../session/texts/languages.ts'
import { ANY_STATE, defineCommand } from './command.ts'

/** More than anybody speaks. */
const RANGE_LIMIT = 50

export const language = defineCommand({
  name: 'LANGUAGE',
  states: ANY_STATE,
  spec: ['RFC 5255 §3.2', 'RFC 5255 §3.3'],
  capabilities: [{ name: 'LANGUAGE', spec: 'RFC 5255' }],
  /** `language-cmd = "LANGUAGE" *(SP lang-range-quoted)` */
  async parse(args) {
    const ranges: string[] = []
    while (!args.atEnd) {
      if (ranges.length === RANGE_LIMIT) args.end()
      args.expect(' ')
      ranges.push(await args.astring('a language'))
    }
    return ranges
  },
  async run({ session, out }, ranges) {
    if (ranges.length === 0) {
      await out.untagged(`LANGUAGE (${[...LANGUAGES.map((name) => name.toUpperCase()), 'i-default'].join(' ')})`)
      return {}
    }
    const chosen = matchLanguage(ranges)
    // RFC 5255 §3.2: nothing changes where none fits.
    if (!chosen) throw new Refusal('Language not supported', 'CANNOT')
    session.language = chosen
    await out.untagged(`LANGUAGE (${chosen.toUpperCase()})`)
    return {}
  },
})
