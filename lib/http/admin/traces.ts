import 'server-only'
import type { TraceReport } from '#lib/api/admin/trace-shapes.ts'
import type { TraceOrder } from '#lib/log/trace/trace-order.ts'
import { TraceRefused, TraceStore, type KeptTrace } from '#lib/log/trace/trace-store.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { config } from '../wiring.ts'
import type { Administrator } from './administrator.ts'

export function traceStore(): TraceStore {
  return new TraceStore(config().data)
}

/** The traces that somebody may see: of their sites alone, or, for administrators of all, every one. */
export async function tracesSeenBy({ sites, isOfAll }: Administrator): Promise<readonly KeptTrace[]> {
  const mine = sites.map(({ name }) => name)
  return (await traceStore().all()).filter((trace) => isOfAll || trace.sites?.every((name) => mine.includes(name)) === true)
}

/** From now on, of the sites that somebody administers; for administrators of all, of the server in the box, too. Throws GatewayError 'invalid', and 'conflict' where too many run. */
export async function beginTrace({ sites, isOfAll, session }: Administrator, user: string, minutes: number): Promise<TraceOrder> {
  try {
    return await traceStore().begin({ user, minutes, by: session.user, ...(isOfAll ? {} : { sites: sites.map(({ name }) => name) }) })
  } catch (error) {
    throw error instanceof TraceRefused ? new GatewayError(error.why === 'too-many' ? 'conflict' : 'invalid', `trace ${error.why}`) : error
  }
}

export function traceReport({ id, user, by, startedAt, endsAt, octets }: KeptTrace, now: number = Date.now()): TraceReport {
  return { id, user, by, isRunning: endsAt > now, startedAt, endsAt, octets }
}
