import type { Address } from '#lib/mail/envelope.ts'
import type { SearchKeys } from '#lib/mime/digest.ts'
import type { SortKey } from './message-numbers.ts'

/** The keys by which messages are sorted as texts, decoded; they are compared by i;unicode-casemap (RFC 5256 §3, RFC 5255 §4.2). */
export const COMPARED_TEXTS = {
  SUBJECT: ({ baseSubject = '' }) => baseSubject,
  FROM: ({ from }) => mailboxPart(from),
  TO: ({ to }) => mailboxPart(to),
  CC: ({ cc }) => mailboxPart(cc),
  DISPLAYFROM: ({ from }) => displayed(from),
  DISPLAYTO: ({ to }) => displayed(to),
} as const satisfies Partial<Readonly<Record<SortKey, (keys: ComparedKeys) => string>>>

type ComparedKeys = Partial<Pick<SearchKeys, 'baseSubject' | 'from' | 'to' | 'cc'>>
export type TextSortKey = keyof typeof COMPARED_TEXTS

/** RFC 5256 §3: the local part of the first address; of a group that is its name (RFC 3501 §7.4.2). */
function mailboxPart(addresses: readonly Address[] | undefined): string {
  const first = addresses?.[0]
  if (!first) return ''
  return first.address === '' ? first.name : first.address.replace(/@[^@]*$/, '')
}

/** RFC 5957 §3: the display name of the first address, else the address itself. */
function displayed(addresses: readonly Address[] | undefined): string {
  const first = addresses?.[0]
  return first?.name || first?.address || ''
}
