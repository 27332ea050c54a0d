import { connect } from 'node:net'
import { expect, test } from '@playwright/test'
import type { RunningSite, Site } from '../support/start-site.ts'
import { startSite } from '../support/start-site.ts'

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

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false // it is gone
  }
}

test.describe('serve', () => {
  let running: RunningSite
  test.beforeEach(async () => {
    running = await startSite()
  })
  test.afterEach(() => running.close())

  test('a part that is killed comes back at its old ports, and the other one goes on', async () => {
    const { site } = running
    process.kill(site.pids.web, 'SIGKILL')
    await expect.poll(() => isAlive(site.pids.web)).toBe(false)
    expect(await imapGreets(site)).toBe(true)
    await expect.poll(() => webStatus(site), { timeout: 20_000 }).toBe(200)
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
