import { Metrics } from '#lib/http/metrics/metrics.ts'
import { MailFigures } from '#lib/mail-server/mail-figures.ts'
import { ROOT } from '../root.ts'
import { code, markdownTable } from './markdown-table.ts'

/** As of a server to which a command was said. */
const IMAP_COUNTS = { connections: 0, logins: 0, failedLogins: 0, commands: 0, octetsIn: 0, octetsOut: 0, byCommand: new Map([['NOOP ok', 1]]), open: 0 }
const DELIVERY_COUNTS = { connections: 0, delivered: 0, submitted: 0, signedIn: 0, refused: 0, byService: new Map<string, number>() }

/** Every family of numbers that the gateway tells, and the mail server with it, as it describes them itself. */
export async function metricTable(): Promise<string> {
  const metrics = new Metrics()
  const mail = new MailFigures({ imap: { counts: IMAP_COUNTS }, delivery: { counts: DELIVERY_COUNTS }, stores: { miscounted: 0 }, data: ROOT })
  // Before: the gateway does not wait for a mail server that takes its time, and what is late would be missing.
  const families = await mail.families()
  const text = await metrics.write({ sessions: async () => 0, outboxWaiting: async () => 0, isReady: async () => true, mailServer: async () => families })
  metrics.stop()
  mail.stop()
  const rows = [...text.matchAll(/^# HELP (\S+) (.*)\n# TYPE \S+ (\S+)$/gm)].map(([, name = '', help = '', type = '']) => [code(name), type, help])
  return markdownTable(['name', 'kind', 'what'], rows)
}
