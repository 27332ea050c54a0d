import type { BodyPart } from '../body-structure.ts'
import { mediaType } from './attachments.ts'
import { visibleText } from './visible-text.ts'

/** A part whose content is elsewhere: it lies outside of the message, or in other messages. */
export type Pointer =
  | {
      /** RFC 2046 §5.2.3: the content lies somewhere else. */
      readonly kind: 'outside'
      /** What the part says of the place, as it says it: `access-type`, `site`, `name`. */
      readonly facts: readonly PointerFact[]
      /** A page that may be opened; http or https only (RFC 2017). */
      readonly url?: string
    }
  | {
      /** RFC 2046 §5.2.2: one piece of a larger message. */
      readonly kind: 'piece'
      /** What all the pieces have in common. */
      readonly id: string
      readonly number: number
      /** 0 where only the last piece says it. */
      readonly total: number
    }

export interface PointerFact {
  readonly name: string
  readonly value: string
}

const FACTS_SHOWN = 20
const VALUE_SHOWN = 2_000

/** What a part points to; undefined for one that has its content itself. */
export function readPointer(part: BodyPart): Pointer | undefined {
  const type = mediaType(part)
  const { parameters } = part
  if (type === 'message/partial') return { kind: 'piece', id: shown(parameters.id ?? ''), number: counted(parameters.number), total: counted(parameters.total) }
  if (type !== 'message/external-body') return undefined
  const facts = Object.entries(parameters).slice(0, FACTS_SHOWN).map(([name, value]) => ({ name: shown(name), value: shown(value) }))
  // RFC 2017 §3: a long one stands there in pieces with blanks between them.
  const url = URL.parse((parameters.url ?? '').slice(0, VALUE_SHOWN).replace(/\s+/g, ''))
  return { kind: 'outside', facts, ...(url?.protocol === 'https:' || url?.protocol === 'http:' ? { url: url.href } : {}) }
}

function shown(text: string): string {
  return visibleText(text.slice(0, VALUE_SHOWN))
}

function counted(text: string | undefined): number {
  return /^\d{1,6}$/.test(text ?? '') ? Number(text) : 0
}
