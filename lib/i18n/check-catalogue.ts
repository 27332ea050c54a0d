import { IntlMessageFormat } from 'intl-messageformat'
import type { Catalogue } from './message-type.ts'

/** What a translator has to look at: the text's name with dots, and what is wrong with it. */
export interface CatalogueProblem {
  readonly name: string
  readonly problem: string
}

/**
 * Everything that keeps a catalogue from being complete: texts that are missing, left empty or not asked for, patterns that cannot be read
 * (Unicode TR35), arguments other than the source's, plurals without a category that the language counts by or without their number, and markup.
 */
export function checkCatalogue(source: Catalogue, catalogue: Catalogue, language: string): readonly CatalogueProblem[] {
  const [wanted, own] = [new Map(textsOf(source)), new Map(textsOf(catalogue))]
  const problems: CatalogueProblem[] = []
  for (const [name, text] of wanted) {
    const translated = own.get(name)
    const problem = translated === undefined ? 'missing' : problemOf(text, translated, language)
    if (problem !== undefined) problems.push({ name, problem })
  }
  for (const name of own.keys()) if (!wanted.has(name)) problems.push({ name, problem: 'nobody asks for it' })
  return problems
}

/** Every text under its name; names of groups and texts with ` › ` between them, since some hold dots. */
export function textsOf(catalogue: Catalogue, above = ''): readonly (readonly [string, string])[] {
  return Object.entries(catalogue).flatMap(([name, entry]) => (typeof entry === 'string' ? [[`${above}${name}`, entry] as const] : textsOf(entry, `${above}${name} › `)))
}

/** What is wrong with one translated text beside its source; undefined for nothing. */
export function problemOf(source: string, text: string, language: string): string | undefined {
  if ((text === '') !== (source === '')) return text === '' ? 'empty' : 'stands for nothing in the source'
  if (/<\/?[a-z]|&[a-z]+;/i.test(text)) return 'holds markup'
  const parsed = parse(text, language)
  if (typeof parsed === 'string') return parsed
  const wanted = parse(source, 'en')
  const [asked, given] = [argumentsOf(typeof wanted === 'string' ? [] : wanted), argumentsOf(parsed)]
  const different = [...asked.symmetricDifference(given)]
  if (different.length > 0) return `asks for ${[...given].join(', ') || 'nothing'} where the source asks for ${[...asked].join(', ') || 'nothing'}`
  const missing = missingCategories(parsed, language)
  if (missing.length > 0) return `has no plural for ${missing.join(', ')}`
  const silent = typeof wanted === 'string' || silentBranches(wanted, 'en').length > 0 ? [] : silentBranches(parsed, language)
  return silent.length === 0 ? undefined : `does not say the number for ${silent.join(', ')}, which is more than one number`
}

type Elements = ReturnType<IntlMessageFormat['getAst']>
type Element = Elements[number]

function parse(text: string, language: string): Elements | string {
  if (!text.includes('{')) return []
  try {
    return new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst()
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}`
  }
}

function argumentsOf(elements: Elements): ReadonlySet<string> {
  return new Set(elements.flatMap((element) => [...('value' in element && element.type !== LITERAL ? [String(element.value)] : []), ...branchesOf(element).flatMap((branch) => [...argumentsOf(branch)])]))
}

function missingCategories(elements: Elements, language: string): readonly string[] {
  return elements.flatMap((element) => [
    ...(element.type === PLURAL ? new Intl.PluralRules(language).resolvedOptions().pluralCategories.filter((category) => !(category in element.options)) : []),
    ...branchesOf(element).flatMap((branch) => missingCategories(branch, language)),
  ])
}

/** The categories that several numbers share (as 1, 21 and 31 do in Russian) and whose branch does not say which of them it is. */
function silentBranches(elements: Elements, language: string): readonly string[] {
  const rules = new Intl.PluralRules(language)
  const counted = Map.groupBy(SOME_NUMBERS, (number) => rules.select(number))
  return elements.flatMap((element) => {
    if (element.type !== PLURAL) return []
    const says = (branch: Elements): boolean => branch.some(({ type }) => type === POUND) || argumentsOf(branch).has(element.value)
    return Object.entries(element.options).flatMap(([category, { value }]) => ((counted.get(category as Intl.LDMLPluralRule)?.length ?? 0) > 1 && !says(value) ? [category] : []))
  })
}

const LITERAL: number = 0
const PLURAL = 6
const POUND = 7
/** From 1: whoever counts has something to count. */
const SOME_NUMBERS = Array.from({ length: 200 }, (_, at) => at + 1)

function branchesOf(element: Element): readonly Elements[] {
  return 'options' in element ? Object.values(element.options).map(({ value }) => value) : []
}
