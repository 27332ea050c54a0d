/**
 * Values for `IN`: as many marks as the next power of two, the last value repeated, so that there are few distinct statements. No
 * value at all fits nothing.
 */
export function listed(values: readonly string[]): { readonly marks: string; readonly values: readonly string[] } {
  const last = values.at(-1) ?? '\u{10FFFF}'
  let count = 1
  while (count < values.length) count *= 2
  return { marks: `(${Array.from({ length: count }, () => '?').join(', ')})`, values: Array.from({ length: count }, (_, at) => values[at] ?? last) }
}
