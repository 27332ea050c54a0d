import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Config } from '#lib/config/config.ts'
import { processSingleton } from '#lib/http/process-singleton.ts'
import { askInside } from '#lib/http/serving/inside-call.ts'
import { startEmbedded } from './embedded-server.ts'
import { answerRoute, configureGateway, ORIGIN, RouteBrowser, type ConfiguredGateway } from './route-site.ts'
import type { ServerUnderTest } from './site.ts'

const PATH = '/api/waiting'

/** As our own server asks when it starts. */
function askOurselves(): Promise<number> {
  return askInside(async (request, response) => {
    const answer = await answerRoute(new Request(new URL(request.url ?? '', ORIGIN)))
    response.writeHead(answer.status).end(await answer.text())
  }, PATH)
}

const home = globalThis as { [name: symbol]: Promise<{ stop(): Promise<void> }> | undefined }
const opened = (): readonly string[] => ['outbox', 'reminders'].filter((name) => home[Symbol.for(`postern.${name}`)] !== undefined)

describe('what waited when the last process ended', () => {
  let server: ServerUnderTest
  let gateway: ConfiguredGateway
  before(async () => {
    server = await startEmbedded()
    gateway = await configureGateway(server)
  })
  after(async () => {
    for (const name of opened()) await (await home[Symbol.for(`postern.${name}`)])?.stop()
    const { writing } = await import('#lib/http/writing/desk.ts')
    await (await writing()).close()
    await gateway.end()
    await server.stop()
  })

  test('is opened by nobody from outside, whatever their request says', async () => {
    for (const headers of [{}, { 'x-postern-inside': '1', 'x-postern-inside-call': 'true' }]) assert.equal((await new RouteBrowser().ask(PATH, { headers })).status, 404)
    assert.deepEqual(opened(), [])
  })

  test('is told to the log once for each part where it cannot be opened, stops nobody, and is tried again', async () => {
    const { data } = processSingleton<Config>('config', () => assert.fail())
    const inTheWay = join(data, 'gateway')
    await writeFile(inTheWay, '')
    assert.equal(await askOurselves(), 204)
    const told = gateway.logged.map((line) => JSON.parse(line) as { event: string; part?: string }).filter(({ event }) => event === 'waiting-not-opened')
    assert.deepEqual(told.map(({ part }) => part), ['outbox', 'reminders'])
    assert.deepEqual(opened(), [])
    await rm(inTheWay)
    assert.equal(await askOurselves(), 204)
    assert.deepEqual(opened(), ['outbox', 'reminders'])
  })
})
