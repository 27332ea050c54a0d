import type { TextQuery } from '../../mail-store.ts'
import { tableOf } from './index-schema.ts'

/** Trigrams that one text is looked up by: more would find hardly fewer. */
const TRIGRAMS = 16

/** Texts of one query. SQLite joins at most 500 selections, and each takes its time. */
const LEAF_LIMIT = 50

export interface IndexQuery {
  /** Selects the numbers of the contents that may fit. */
  readonly sql: string
  readonly values: readonly string[]
}

/** The query as the index answers it; undefined where it can exclude nothing: texts below three characters, or too many of them. */
export function indexQuery(query: TextQuery): IndexQuery | undefined {
  if (countLeaves(query) > LEAF_LIMIT) return undefined
  return compile(query)
}

function countLeaves(query: TextQuery): number {
  return 'queries' in query ? query.queries.reduce((sum, inner) => sum + countLeaves(inner), 0) : 1
}

function compile(query: TextQuery): IndexQuery | undefined {
  if (!('queries' in query)) return lookUp(query.kind, query.text)
  const compiled = query.queries.map(compile)
  const known = compiled.filter((inner) => inner !== undefined)
  // What cannot be looked up leaves an alternative open; among conditions the others still exclude.
  if (known.length === 0 || (query.kind === 'or' && known.length < compiled.length)) return undefined
  const sql = known.map((inner) => `SELECT * FROM (${inner.sql})`).join(query.kind === 'or' ? ' UNION ' : ' INTERSECT ')
  return { sql, values: known.flatMap(({ values }) => values) }
}

function lookUp(field: Extract<TextQuery, { text: string }>['kind'], text: string): IndexQuery | undefined {
  const trigrams = trigramsOf(text)
  if (trigrams.length === 0) return undefined
  const table = tableOf(field)
  const match = chosen(trigrams).map((trigram) => `"${trigram.replaceAll('"', '""')}"`).join(' AND ')
  return { sql: `SELECT rowid FROM ${table} WHERE ${table} MATCH ?`, values: [match] }
}

/** The different trigrams of characters. Half of a surrogate pair is no character: what holds one is not looked up. */
function trigramsOf(text: string): readonly string[] {
  if (!text.isWellFormed() || text.includes('\0')) return []
  const characters = [...text]
  return [...new Set(characters.slice(2).map((last, index) => characters[index]! + characters[index + 1]! + last))]
}

function chosen(trigrams: readonly string[]): readonly string[] {
  if (trigrams.length <= TRIGRAMS) return trigrams
  return Array.from({ length: TRIGRAMS }, (_, index) => trigrams[Math.floor((index * trigrams.length) / TRIGRAMS)]!)
}
