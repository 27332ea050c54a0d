import { Metrics } from '#lib/http/metrics/metrics.ts'

/** Of a front alone: nobody is signed in, and nothing waits. */
export function nothingCounted() {
  return { metrics: new Metrics(), counted: { sessions: async () => 0, outboxWaiting: async () => 0 } }
}
