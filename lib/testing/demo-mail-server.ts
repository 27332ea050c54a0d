/**
 * Starts the demonstration's mail server for a trial and prints one JSON line: `node lib/testing/demo-mail-server.ts [imap=1143] [submission=1587] …`.
 * A port that is not named is a free one; the data directory is a fresh one and removed at the end (SIGTERM, SIGINT).
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '#lib/config/load.ts'
import { createLog } from '#lib/log/log.ts'
import { startMailServer } from '#lib/mail-server/server.ts'

const PORTS = ['imap', 'imaps', 'submission', 'submissions', 'smtp', 'lmtp', 'ldap'] as const

function askedPorts(words: readonly string[]): Readonly<Record<string, string>> {
  const asked = new Map(words.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]))
  return Object.fromEntries(PORTS.map((name) => [`POSTERN_${name.toUpperCase()}_PORT`, asked.get(name) ?? '0']))
}

const data = await mkdtemp(join(tmpdir(), 'postern-demo-'))
const config = loadConfig({ demo: true, data, env: { ...askedPorts(process.argv.slice(2)), POSTERN_DATA: data } })
const server = await startMailServer(config, createLog('warn'))
process.stdout.write(`${JSON.stringify({ pid: process.pid, data, services: server.services, users: server.users })}\n`)

async function stop(): Promise<void> {
  await server.close()
  await rm(data, { recursive: true, force: true })
  process.exit(0)
}
process.once('SIGTERM', () => void stop())
process.once('SIGINT', () => void stop())
void server.shutdownAsked.then(stop)
