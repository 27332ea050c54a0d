import 'server-only'
import { ALL_SEATS, seatBase } from '#lib/api/seats.ts'
import { urls, type Urls } from '#lib/api/urls.ts'
import { readCookie, sessionCookieName } from '#lib/session/cookies.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { headers } from 'next/headers'
import { isSecure } from '../request/public-origins.ts'
import { config, sessions, siteOf, siteToEnter } from '../wiring.ts'
import { hasSeats } from './has-seats.ts'
import { currentSeat } from './seat-of-request.ts'

/** Somebody who is signed in in this browser, and where. */
export interface Seated {
  readonly seat: number
  readonly session: SignedIn
}

/** Every URL of a seat. */
export function seatUrls(seat: number): Urls {
  return urls(seatBase(config().http.basePath, seat))
}

/** Everybody whom the cookies of this page's request sign in, by seats; asking keeps no session alive. Nobody where a site has one seat only. */
export async function seatedHere(): Promise<readonly Seated[]> {
  if (!hasSeats(await siteToEnter())) return []
  const own = await headers()
  const known = pages.get(own) ?? seated(own.get('cookie'))
  pages.set(own, known)
  return known
}

/** The framework gives every part of one page the same headers: who is here is asked once. */
const pages = new WeakMap<object, Promise<readonly Seated[]>>()

/** The same of a request to a route. */
export async function seatedIn(request: Request): Promise<readonly Seated[]> {
  return hasSeats(siteOf(request)) ? seated(request.headers.get('cookie')) : []
}

/** The other seat of this browser at which the same account is signed in already; undefined where there is none. */
export async function seatOfSame({ account }: SignedIn, request: Request): Promise<number | undefined> {
  return (await seatedIn(request)).find(({ seat, session }) => seat !== currentSeat() && session.account === account)?.seat
}

async function seated(cookies: string | null): Promise<readonly Seated[]> {
  const open = await sessions()
  const found = await Promise.all(ALL_SEATS.map(async (seat) => ({ seat, session: await open.look(readCookie(cookies, sessionCookieName(isSecure(config()), seat))) })))
  return found.flatMap(({ seat, session }) => (session === undefined ? [] : [{ seat, session }]))
}
