/** How the value of a property is made up; `components` hold a text each, `component lists` may hold several. */
export type ValueShape = 'single' | 'list' | 'components' | 'component lists'

export interface PropertyRule {
  /** The value type when no VALUE parameter says another. */
  readonly type: string
  /** Of a text; any other type is single. */
  readonly shape: ValueShape
}

const TEXT: PropertyRule = { type: 'text', shape: 'single' }
const LIST: PropertyRule = { type: 'text', shape: 'list' }
const COMPONENTS: PropertyRule = { type: 'text', shape: 'components' }
const COMPONENT_LISTS: PropertyRule = { type: 'text', shape: 'component lists' }
const URI: PropertyRule = { type: 'uri', shape: 'single' }
const DATE: PropertyRule = { type: 'date-and-or-time', shape: 'single' }
const TIMESTAMP: PropertyRule = { type: 'timestamp', shape: 'single' }
const LANGUAGE: PropertyRule = { type: 'language-tag', shape: 'single' }

/** The properties of RFC 6350 §6 and of its extensions in RFC 6474, 6715, 8605 and 9554. */
const RULES = new Map<string, PropertyRule>([
  ...named(TEXT, 'fn kind xml tel email tz title role note prodid birthplace deathplace expertise hobby interest pronouns grammatical-gender'),
  ...named(LIST, 'nickname categories'),
  ...named(COMPONENTS, 'org gender clientpidmap'),
  ...named(COMPONENT_LISTS, 'n adr'),
  ...named(URI, 'source photo logo impp geo member related sound uid url key fburl caladruri caluri org-directory contact-uri socialprofile'),
  ...named(DATE, 'bday anniversary deathdate'),
  ...named(TIMESTAMP, 'rev created'),
  ...named(LANGUAGE, 'lang language'),
])

/** Properties that only vCard 3 and 2.1 have (RFC 2426 §3). */
const OLD_RULES = new Map<string, PropertyRule>(named(TEXT, 'label mailer class name profile sort-string agent'))

function named(rule: PropertyRule, names: string): (readonly [string, PropertyRule])[] {
  return names.split(' ').map((name) => [name, rule] as const)
}

/** What vCard 4 says of a property; undefined for those that it does not know. */
export function ruleOf(name: string): PropertyRule | undefined {
  return RULES.get(name)
}

/** The same for vCard 3 and 2.1. */
export function oldRuleOf(name: string): PropertyRule | undefined {
  return RULES.get(name) ?? OLD_RULES.get(name)
}
