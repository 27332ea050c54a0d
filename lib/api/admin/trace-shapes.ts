import * as v from 'valibot'
import { shape } from '../shape.ts'

const minutes = v.pipe(v.string(), v.regex(/^[0-9]{1,4}$/), v.transform(Number))

/** Begins a trace of somebody; how long it may last is judged where it is kept. */
export const traceForm = shape(v.object({ user: v.pipe(v.string(), v.maxLength(320)), minutes: v.union([minutes, v.number()]) }))

/** Ends or removes one. */
export const traceActForm = shape(v.object({ act: v.picklist(['end', 'remove']) }))

export const traceParams = shape(v.object({ trace: v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{12}$/)) }))
export const traceQuery = shape(v.object({ side: v.picklist(['gateway', 'server']) }))

/** A trace, for the page of administrators. Milliseconds since 1970. */
export interface TraceReport {
  readonly id: string
  readonly user: string
  readonly by: string
  readonly isRunning: boolean
  readonly startedAt: number
  readonly endsAt: number
  /** Octets by side; 0 where nothing was said. */
  readonly octets: Readonly<Record<'gateway' | 'server', number>>
}
