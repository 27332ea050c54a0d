/**
 * How many accounts one browser may be signed in to at once. Each has an event stream of its own, and an HTTP/1.1 browser has
 * six connections to a host: two stay free for everything else.
 */
export const SEATS = 4

/** Every seat, by its number. */
export const ALL_SEATS: readonly number[] = Array.from({ length: SEATS }, (_, seat) => seat)

/** What stands before every path of a seat: `base` itself for seat 0, else `BASE/~SEAT`. */
export function seatBase(base: string, seat: number): string {
  return seat === 0 ? base : `${base}/~${seat}`
}

/** The seat that an address below `base` names, and the address without it. Whatever names no other seat is seat 0, as it stands. */
export function takeSeat(address: string, base: string): { readonly seat: number; readonly address: string } {
  const seat = ALL_SEATS.slice(1).find((each) => isBelow(address, seatBase(base, each)))
  if (seat === undefined) return { seat: 0, address }
  const rest = address.slice(seatBase(base, seat).length)
  return { seat, address: `${base}${rest.startsWith('/') ? '' : '/'}${rest}` }
}

function isBelow(address: string, prefix: string): boolean {
  return address.startsWith(prefix) && ['/', '?', undefined].includes(address[prefix.length])
}
