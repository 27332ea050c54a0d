/** What a message is told from others by: the list that it comes from, else its sender. */
export interface FilterMark {
  readonly field: 'list-id' | 'from'
  readonly value: string
}

/** A filter to begin with (RFC 5228), for messages with that mark: it files them where they would be anyway, until somebody names another mailbox. */
export function filterFor({ field, value }: FilterMark): string {
  const quoted = `"${value.replace(/[\p{Cc}]/gu, '').slice(0, 200).replace(/["\\]/g, '\\$&')}"`
  const test = field === 'from' ? `address :is "from" ${quoted}` : `header :contains "list-id" ${quoted}`
  return `require ["fileinto"];\n\nif ${test} {\n    fileinto "INBOX";\n}\n`
}

/** The mark that a query names; undefined where it names none. */
export function readFilterMark(from: string | undefined, list: string | undefined): FilterMark | undefined {
  const [field, value] = list === undefined ? (['from', from ?? ''] as const) : (['list-id', list] as const)
  return value.trim() === '' || value.length > 500 ? undefined : { field, value: value.trim() }
}
