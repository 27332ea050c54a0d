import { processSingleton } from '../process-singleton.ts'

/** So long the page that a new password leads to shows it, in milliseconds; then nobody does. */
const LIFE = 5 * 60_000
const MOST = 500

interface Shown {
  readonly id: string
  readonly password: string
  readonly until: number
}

const shown = (): Map<string, Shown> => processSingleton('shown-passwords', () => new Map<string, Shown>())

/** Keeps the newest password of a session for the page that shows it. */
export function showOnce(session: string, { id, password }: Pick<Shown, 'id' | 'password'>, now = Date.now()): void {
  const all = shown()
  all.delete(session)
  all.set(session, { id, password, until: now + LIFE })
  for (const [oldest, { until }] of all) if (until <= now || all.size > MOST) all.delete(oldest)
}

/** The password of that id while it is shown to the session that made it. */
export function passwordToShow(session: string, id: string | undefined, now = Date.now()): string | undefined {
  const entry = shown().get(session)
  if (entry && entry.until <= now) shown().delete(session)
  return entry && entry.id === id && entry.until > now ? entry.password : undefined
}
