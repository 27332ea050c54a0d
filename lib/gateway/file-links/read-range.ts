/**
 * The one piece of a file of `size` octets that a field `Range` asks for, both ends included (RFC 9110 §14.1.2). Undefined where the whole file is to be sent: without the field,
 * and for one that is no single range of octets, which a server may ignore (§14.2).
 */
export function readRange(field: string | null, size: number): { readonly from: number; readonly to: number } | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/i.exec((field ?? '').trim()) ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined
  if (first === '') {
    const length = Number(last)
    return length === 0 ? 'unsatisfiable' : { from: Math.max(0, size - length), to: size - 1 }
  }
  const from = Number(first)
  const to = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < from) return undefined
  return from >= size ? 'unsatisfiable' : { from, to }
}
