import type { Finding, SourceFile } from './source-files.ts'

const TOKENS_FILE = 'app/base.css'

/** What a style may say itself: everything else that looks comes from the custom properties of base.css, which themes set. */
const RULES: readonly (readonly [property: RegExp, allowed: RegExp, problem: string])[] = [
  [/^font-size$/, /^(var\(|inherit$|calc\(.*var\(|[\d.]+em$)/, 'a size of letters comes from a custom property of base.css'],
  [/^font-weight$/, /^(var\(|inherit$|normal$)/, 'a weight comes from a custom property of base.css'],
  [/^font-family$/, /^(var\(|inherit$)/, 'a font comes from a custom property of base.css'],
  [/^letter-spacing$/, /^(var\(|normal$)/, 'spacing of letters comes from a custom property of base.css'],
  [/^border-(.*-)?radius$/, /^(var\(|inherit$|0$|50%$)/, 'a corner comes from a custom property of base.css'],
  [/^(padding|margin|gap|column-gap|row-gap)(-.*)?$/, /^(?!.*(?<![\w.-])(?!0(?![.\d]))[\d.]+rem)|.*calc\(/, 'a space comes from a custom property of base.css'],
]
const COLOR = /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)\(/i
const NAMED =
  /(?<![\w-])(?:aqua|azure|beige|bisque|black|blue|brown|chocolate|coral|cornsilk|crimson|cyan|fuchsia|gainsboro|gold|goldenrod|gray|green|grey|honeydew|indigo|ivory|khaki|lavender|lime|linen|magenta|maroon|navy|olive|orange|orchid|pink|plum|purple|red|salmon|sienna|silver|snow|tan|teal|thistle|tomato|turquoise|violet|wheat|white|yellow|(?:dark|light|medium|deep|dim|hot|pale|rosy|royal|slate|sky|steel|midnight)[a-z]{3,})(?![\w-])/i

/** Colours, fonts, sizes and corners that a component names itself, and custom properties that nobody declares. */
export function checkStyles(files: readonly SourceFile[]): Finding[] {
  const styles = files.filter(({ path }) => path.endsWith('.css'))
  const tokens = new Set(styles.filter(({ path }) => path === TOKENS_FILE).flatMap(({ text }) => declared(text)))
  // A component may hand a number to its own style: `style={{ '--depth': 2 }}`.
  for (const { path, text } of files) if (path.endsWith('.tsx')) for (const [, name = ''] of text.matchAll(/'(--[a-z0-9-]+)'/g)) tokens.add(name)
  return styles.filter(({ path }) => path !== TOKENS_FILE && /^(app|components)\//.test(path)).flatMap((file) => checkStyle(file, tokens))
}

function checkStyle({ path, text }: SourceFile, tokens: ReadonlySet<string>): Finding[] {
  const own = new Set(declared(text))
  const plain = text.replaceAll(/\/\*[^]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '))
  const findings: Finding[] = []
  for (const { 0: whole, 1: property = '', 2: value = '', index } of plain.matchAll(/(?<=[{;\s])([a-z-]+)\s*:\s*([^;{}]+)(?=[;}])/g)) {
    const line = plain.slice(0, index + whole.indexOf(property)).split('\n').length
    const say = (problem: string): void => void findings.push({ path, line, problem })
    const bare = value.replaceAll(/'[^']*'|"[^"]*"/g, '')
    if (COLOR.test(bare) || (/color|background|border|shadow|outline|fill|stroke/.test(property) && NAMED.test(bare.replaceAll(/var\([^)]*\)/g, '')))) say('no component names a colour: it comes from a custom property of base.css')
    for (const [names, allowed, problem] of RULES) if (names.test(property) && !allowed.test(value.trim())) say(problem)
    for (const [, name = ''] of value.matchAll(/var\(\s*(--[a-z0-9-]+)/g)) if (!tokens.has(name) && !own.has(name)) say(`${name} is declared neither in base.css nor by the component`)
  }
  return findings
}

function declared(text: string): string[] {
  return [...text.matchAll(/(?<=[{;\s])(--[a-z0-9-]+)\s*:/g)].map(([, name = '']) => name)
}
