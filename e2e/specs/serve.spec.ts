import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from '@playwright/test'
import type { RunningSite, Site } from '../support/start-site.ts'
import { startSite } from '../support/start-site.ts'
import { SiteClient } from '../support/site-client.ts'
import { personOf, type Person } from '../support/site.ts'

/** The status of a page, 0 when nobody listens. */
async function webStatus({ origin }: Site): Promise<number> {
  try {
    return (await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(2_000) })).status
  } catch {
    return 0 // refused, or cut off
  }
}

/** Whether the IMAP port greets. */
function imapGreets({ services }: Site): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(services.imap?.port ?? 0, '127.0.0.1')
    const answer = (greets: boolean) => () => {
      socket.destroy()
      resolve(greets)
    }
    socket.setTimeout(2_000, answer(false))
    socket.once('data', answer(true)).once('error', answer(false)).once('close', answer(false))
  })
}

/** How many messages that person's inbox has, by IMAP: the gateway is asked nothing. */
async function countInbox({ services }: Site, { name, password }: Person): Promise<number> {
  const socket = connect(services.imap?.port ?? 0, '127.0.0.1')
  socket.write(`a LOGIN ${name} ${password}\r\nb STATUS INBOX (MESSAGES)\r\nc LOGOUT\r\n`)
  return Number(/MESSAGES (\d+)/.exec(await text(socket))?.[1])
}

/** Sends a message that can be taken back for some seconds yet. */
async function sendSoon(site: Site, from: string, to: Person): Promise<void> {
  const sender = await SiteClient.signIn(site, personOf(site, from))
  const { api } = sender.urls
  await sender.ask(api.preferences(), { json: { changes: [{ name: 'composing.undo_seconds', value: 5 }] } })
  const { id } = (await (await sender.ask(api.compositions(), { json: { kind: 'new', to: to.address, subject: 'While nobody asks', body: 'See you there.' } })).json()) as { id: string }
  expect((await sender.ask(api.submissions(), { json: { composition: id } })).status).toBe(200)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false // it is gone
  }
}

/** Every file of a folder with its octets and its time, by its name. */
function everyFile(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile())
  return Object.fromEntries(names.toSorted().map((name) => [name, `${statSync(join(folder, name)).mtimeMs} ${readFileSync(join(folder, name), 'base64')}`]))
}

test('what an administrator has written stays byte for byte, over starts and a reload', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-own-files-'))
  const theme = join(folder, 'themes/mine')
  mkdirSync(theme, { recursive: true })
  writeFileSync(join(folder, 'postern.toml'), '# mine, CRLF and all\r\nthemes = "themes"\r\ntheme = "mine"\r\n')
  writeFileSync(join(theme, 'theme.toml'), 'name = "Mine"\n\n\n')
  writeFileSync(join(theme, 'theme.css'), ':root { --radius: 3px; }')
  try {
    const before = everyFile(folder)
    for (let start = 0; start < 2; start++) {
      const running = await startSite({ env: { POSTERN_CONFIG: join(folder, 'postern.toml') }, quiet: true })
      process.kill(running.site.pid, 'SIGHUP')
      await expect.poll(async () => (await fetch(`${running.site.origin}/sign-in`)).text()).toContain('/theme/mine/theme.css')
      await running.close()
    }
    expect(everyFile(folder)).toEqual(before)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test.describe('serve', () => {
  let running: RunningSite
  test.beforeEach(async () => {
    running = await startSite()
  })
  test.afterEach(() => running.close())

  test('a part that is killed comes back at its old ports with what waited to be sent, and the other one goes on', async () => {
    const { site } = running
    const carol = personOf(site, 'carol')
    const before = await countInbox(site, carol)
    await sendSoon(site, 'alice', carol)
    process.kill(site.pids.web, 'SIGKILL')
    await expect.poll(() => isAlive(site.pids.web)).toBe(false)
    expect(await imapGreets(site)).toBe(true)
    await expect.poll(() => webStatus(site), { timeout: 20_000 }).toBe(200)
    await expect.poll(() => countInbox(site, carol), { timeout: 20_000 }).toBe(before + 1)
    process.kill(site.pids.mail, 'SIGKILL')
    await expect.poll(() => isAlive(site.pids.mail)).toBe(false)
    expect(await webStatus(site)).toBe(200)
    await expect.poll(() => imapGreets(site), { timeout: 20_000 }).toBe(true)
  })

  test('no part outlives the process that started it', async () => {
    const { site } = running
    process.kill(site.pid, 'SIGKILL')
    await expect.poll(() => isAlive(site.pids.web) || isAlive(site.pids.mail), { timeout: 20_000 }).toBe(false)
    expect(await webStatus(site)).toBe(0)
    expect(await imapGreets(site)).toBe(false)
  })
})
