import { Metrics } from '#lib/http/metrics/metrics.ts'
import { code, markdownTable } from './markdown-table.ts'

/** Every family of numbers that the gateway tells, as it describes them itself. */
export async function metricTable(): Promise<string> {
  const metrics = new Metrics()
  const text = await metrics.write({ sessions: async () => 0, outboxWaiting: async () => 0, isReady: async () => true })
  metrics.stop()
  const rows = [...text.matchAll(/^# HELP (\S+) (.*)\n# TYPE \S+ (\S+)$/gm)].map(([, name = '', help = '', type = '']) => [code(name), type, help])
  return markdownTable(['name', 'kind', 'what'], rows)
}
