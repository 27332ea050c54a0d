import type { TextQuery } from '#lib/mail-store/mail-store.ts'
import { foldCase } from './message-text.ts'
import type { SearchKey } from './search-program.ts'

/** The texts that a message must hold to fit the key; undefined where one that holds none may fit, too. */
export function textQueryOf(key: SearchKey): TextQuery | undefined {
  switch (key.kind) {
    case 'and': {
      const queries = key.keys.map(textQueryOf).filter((query) => query !== undefined)
      return queries.length === 0 ? undefined : { kind: 'and', queries }
    }
    case 'or': {
      const queries = key.keys.map(textQueryOf).filter((query) => query !== undefined)
      return queries.length < key.keys.length ? undefined : { kind: 'or', queries }
    }
    case 'subject':
    case 'body':
      return { kind: key.kind, text: foldCase(key.text) }
    case 'address':
      return { kind: key.field, text: foldCase(key.text) }
    case 'header':
      return { kind: 'header', text: foldCase(key.text) }
    case 'text': {
      const text = foldCase(key.text)
      return { kind: 'or', queries: [{ kind: 'header', text }, { kind: 'body', text }] }
    }
    default:
      return undefined
  }
}
