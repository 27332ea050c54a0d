/**
 * Starts the demonstration's mail server and the gateway in one process for a trial, and prints one JSON line:
 * `node lib/testing/demo-web.ts [--dev] [KEY=VALUE …]`, where KEY is a variable such as POSTERN_HTTP_PORT. A port that
 * is not named is a free one; POSTERN_IMAP_URL lets the gateway speak to another server and starts none.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '#lib/config/config.ts'
import { loadConfig } from '#lib/config/load.ts'
import { withServersInTheBox } from '#lib/config/servers-in-the-box.ts'
import { startWeb } from '#lib/http/server.ts'
import { createLog } from '#lib/log/log.ts'
import { FREE_PORTS } from './processes/free-ports.ts'

const words = process.argv.slice(2)
const env: Record<string, string> = { ...FREE_PORTS }
for (const word of words) {
  const [name, ...value] = word.split('=')
  if (name && value.length > 0) env[name] = value.join('=')
}

const data = env.POSTERN_DATA ?? (await mkdtemp(join(tmpdir(), 'postern-web-')))
const log = createLog('info')
const loaded = loadConfig({ demo: true, data, env })
const mail = env.POSTERN_IMAP_URL === undefined ? await startMail(loaded) : undefined
const config = mail ? withServersInTheBox(loaded, { imap: mail.services.imap?.port, submission: mail.services.submission?.port }) : loaded
const web = await startWeb(config, log, { dev: words.includes('--dev') })
process.stdout.write(`${JSON.stringify({ pid: process.pid, origin: web.origin, services: mail?.services, users: mail?.users ?? [] })}\n`)

async function startMail(from: Config) {
  const { startMailServer } = await import('#lib/mail-server/server.ts')
  return startMailServer(from, log)
}

async function stop(): Promise<void> {
  await web.close()
  await mail?.close()
  if (env.POSTERN_DATA === undefined) await rm(data, { recursive: true, force: true })
  process.exit(0)
}
process.once('SIGTERM', () => void stop())
process.once('SIGINT', () => void stop())
