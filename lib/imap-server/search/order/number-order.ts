import type { Turns } from '../in-turns.ts'

/** Numbers that are sorted at once: a millisecond. */
const RUN = 16_384
/** Numbers that are looked at or merged between two looks at the clock. */
const STRIDE = 32_768

/**
 * The places of the values in ascending order of these; what is equal stays in its order unless `compare` tells it apart. The values and the places are
 * packed into whole numbers, which typed arrays sort by themselves: several times faster than by comparing.
 */
export async function numberOrder(values: Float64Array, turns: Turns, compare?: (one: number, other: number) => number): Promise<Uint32Array> {
  const count = values.length
  let [least, greatest] = [Infinity, -Infinity]
  for (let at = 0; at < count; at++) {
    if (values[at]! < least) least = values[at]!
    if (values[at]! > greatest) greatest = values[at]!
  }
  // What fits beside the place. Where it is less than the values need, neighbours may count as equal at first.
  const room = Math.floor(Number.MAX_SAFE_INTEGER / Math.max(1, count)) - 1
  const isExact = greatest - least <= room && values.every(Number.isInteger)
  const scale = isExact ? 1 : room / (greatest - least || 1)
  const packed = new Float64Array(count)
  for (let at = 0; at < count; at++) packed[at] = (isExact ? values[at]! - least : Math.min(room, Math.floor((values[at]! - least) * scale))) * count + at
  const sorted = await sortedNumbers(packed, turns)
  const order = new Uint32Array(count)
  for (let at = 0; at < count; at++) order[at] = sorted[at]! % count
  if (isExact && !compare) return order
  const full = (one: number, other: number): number => values[one]! - values[other]! || compare?.(one, other) || one - other
  await settleRuns(order, { sorted, full }, turns)
  return order
}

/** Puts in order what stands together only because its packed values are alike. */
async function settleRuns(order: Uint32Array, { sorted, full }: { readonly sorted: Float64Array; readonly full: (one: number, other: number) => number }, turns: Turns): Promise<void> {
  const count = order.length
  for (let start = 0; start < count; ) {
    const packed = Math.floor(sorted[start]! / count)
    let end = start + 1
    while (end < count && Math.floor(sorted[end]! / count) === packed) end++
    if (end - start === 2) {
      if (full(order[start]!, order[start + 1]!) > 0) [order[start], order[start + 1]] = [order[start + 1]!, order[start]!]
    } else if (end - start > 2) order.set(await turns.sorted([...order.subarray(start, end)], full), start)
    start = end
  }
}

/** The numbers ascending, in the array that was given or another one. */
async function sortedNumbers(numbers: Float64Array<ArrayBuffer>, turns: Turns): Promise<Float64Array> {
  for (let start = 0; start < numbers.length; start += RUN) {
    numbers.subarray(start, start + RUN).sort()
    await turns.next()
  }
  let [from, to] = [numbers, new Float64Array(numbers.length > RUN ? numbers.length : 0)]
  for (let size = RUN; size < numbers.length; size *= 2) {
    for (let start = 0; start < numbers.length; start += 2 * size) await merge(from, to, { start, size }, turns)
    ;[from, to] = [to, from]
  }
  return from
}

/** Writes two neighbouring runs of at most `size` sorted numbers as one. */
async function merge(from: Float64Array, to: Float64Array, { start, size }: { readonly start: number; readonly size: number }, turns: Turns): Promise<void> {
  const [middle, end] = [Math.min(start + size, from.length), Math.min(start + 2 * size, from.length)]
  let [left, right] = [start, middle]
  for (let pause = start; pause < end; ) {
    let place = pause
    pause = Math.min(end, place + STRIDE)
    for (; place < pause; place++) to[place] = right >= end || (left < middle && from[left]! <= from[right]!) ? from[left++]! : from[right++]!
    await turns.next()
  }
}
