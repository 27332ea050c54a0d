import type { IncomingMessage, ServerResponse } from 'node:http'
import type { MetricsConfig } from '#lib/config/config.ts'
import { EXPOSITION_TYPE } from '#lib/log/figures/exposition.ts'
import { mayRead } from '../metrics/may-read.ts'
import type { CountedElsewhere, Metrics } from '../metrics/metrics.ts'
import { VERSION } from './version.ts'
import { unready, type Readiness } from './health.ts'

export interface HealthSite {
  readonly readiness: () => Promise<Readiness>
  readonly isDraining: () => boolean
  readonly metrics: Metrics
  readonly counted: Omit<CountedElsewhere, 'isReady'>
}

export interface HealthQuestion {
  /** Below the base path. */
  readonly path: string
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** The client's own address. */
  readonly remote: string
  readonly rules: MetricsConfig
}

/** Answers `/healthz`, `/readyz` and, where numbers are told, `/metrics` and `/version`; false for everything else. */
export async function answerHealth(question: HealthQuestion, site: HealthSite): Promise<boolean> {
  const { path, request, response } = question
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (path === '/healthz') send(response, 200, 'ok\n')
  else if (path === '/readyz') await answerReadiness(question, site)
  else if (path === '/metrics' && reads) return answerKnown(question, async () => {
    const isReady = async (): Promise<boolean> => (await readiness(site)).ready
    return { body: await site.metrics.write({ ...site.counted, isReady }), type: EXPOSITION_TYPE }
  })
  else if (path === '/version' && reads) return answerKnown(question, async () => ({ body: `${VERSION}\n` }))
  else return false
  return true
}

/** A sentence, or for programs that ask for it JSON with the reasons; the version only for those who may read the numbers. */
async function answerReadiness({ request, response, remote, rules }: HealthQuestion, site: HealthSite): Promise<void> {
  const { ready, reasons } = await readiness(site)
  const status = ready ? 200 : 503
  if (!(request.headers.accept ?? '').split(',').some((type) => type.trim().startsWith('application/json'))) {
    return send(response, status, `${ready ? 'ready' : reasons.map(({ sentence }) => sentence).join('; ')}\n`)
  }
  const mayKnow = (await mayRead(rules, { remote, authorization: request.headers.authorization })) === 'yes'
  send(response, status, `${JSON.stringify({ ready, reasons, ...(mayKnow ? { version: VERSION } : {}) })}\n`, 'application/json')
}

/** What only those are told who may read the numbers; to everybody else the version would only name weaknesses. */
async function answerKnown({ request, response, remote, rules }: HealthQuestion, write: () => Promise<{ readonly body: string; readonly type?: string }>): Promise<boolean> {
  const may = await mayRead(rules, { remote, authorization: request.headers.authorization })
  if (may === 'off') return false
  if (may === 'yes') {
    const { body, type } = await write()
    send(response, 200, body, type)
  } else if (may === 'unproven') {
    response.setHeader('www-authenticate', 'Bearer realm="metrics"')
    send(response, 401, 'Numbers are told to those who show the token.\n')
  } else send(response, 403, 'Numbers are not told to this address.\n')
  return true
}

async function readiness({ isDraining, readiness: ask }: HealthSite): Promise<Readiness> {
  return isDraining() ? unready(['gateway']) : ask()
}

function send(response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body)
}
