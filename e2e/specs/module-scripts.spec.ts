import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page, Request } from '@playwright/test'
import { MODULE_NAMES, type ModuleName } from '#lib/mail/sites/modules.ts'
import { startSievePeer } from '../support/filters/sieve-peer.ts'
import { signedInAt } from '../support/probes/signed-in-at.ts'
import { startSite, type Site } from '../support/start-site.ts'
import { expect, test } from '../support/test.ts'

/** Pages that everybody has, whatever is switched off. */
const COMMON = ['./', 'compose', 'about']
/** Where scripts of a module's own are asked for, and a word of theirs that no tool shortens. */
const OWN: readonly { readonly modules: readonly ModuleName[]; readonly page: string; readonly says: string }[] = [
  { modules: ['contacts', 'directory'], page: 'compose', says: 'aria-activedescendant' },
  { modules: ['spelling'], page: 'compose', says: 'spelling-other' },
  { modules: ['filters'], page: 'filters/edit', says: 'canCheck' },
  { modules: ['settings'], page: 'settings/notifications', says: 'requestPermission' },
]
/** Where the others are met: what they need is on every page anyhow. */
const WITHOUT: Readonly<Partial<Record<ModuleName, string>>> = { help: 'help', manage: 'manage', password: 'password', phone: 'phone', program_passwords: 'program-passwords', signatures: 'keys', outside_books: 'address-book/outside' }

/** Once scripts have taken the page over, and have begun what they do at first. */
async function takenOver(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const last = [...document.querySelectorAll('main *')].at(-1)
    return last !== undefined && Object.keys(last).some((key) => key.startsWith('__react'))
  })
  await page.evaluate(() => new Promise((done) => requestIdleCallback(() => done(undefined))))
}

/** The scripts that a browser asks for on each of these pages, by page. */
async function scriptsOn(browser: Browser, { site, host, pages }: { site: Site; host: string; pages: readonly string[] }): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const page = await signedInAt(browser, site, 'alice', { host })
  const found = new Map<string, Map<string, string>>()
  for (const each of pages) {
    // It is begun there, and written on a page of its own.
    await page.goto(each)
    if (each === 'compose') {
      await page.getByRole('button', { name: 'Write a message' }).click()
      await page.waitForURL(/\/compose\/.+/)
    }
    const asked = new Set<string>()
    const hear = (request: Request): void => void (request.resourceType() === 'script' && asked.add(request.url()))
    page.on('request', hear)
    await page.reload()
    await takenOver(page)
    page.off('request', hear)
    // Read apart: a browser forgets what it got once it goes on.
    const texts = await Promise.all([...asked].map(async (url) => [new URL(url).pathname, await (await page.request.get(url)).text()] as const))
    found.set(each, new Map(texts))
  }
  await page.context().close()
  return found
}

test('a module that is switched off adds no script to any page that is left; each that has some of its own asks for it where it is on', async ({ browser }) => {
  test.setTimeout(180_000)
  const peer = await startSievePeer()
  const folder = mkdtempSync(join(tmpdir(), 'postern-module-scripts-'))
  const file = join(folder, 'postern.toml')
  writeFileSync(file, `[defaults]\n"notifications.desktop" = true\n[site.off]\nhosts = ["localhost"]\n[site.off.modules]\n${MODULE_NAMES.map((name) => `${name} = false`).join('\n')}\n`)
  const running = await startSite({ env: { ...peer.env, POSTERN_CONFIG: file }, quiet: true })
  try {
    const { site } = running
    const others = Object.values(WITHOUT)
    const on = await scriptsOn(browser, { site, host: '127.0.0.1', pages: [...COMMON, ...OWN.map(({ page }) => page), ...others] })
    // A module's own pages are not there then.
    const off = await scriptsOn(browser, { site, host: 'localhost', pages: COMMON })
    expect(new Set([...off.values()].flatMap((scripts) => [...scripts.keys()])).size, 'pages have scripts').toBeGreaterThan(3)
    for (const { modules, page, says } of OWN) {
      expect([...(on.get(page) ?? [])].filter(([, text]) => text.includes(says)).map(([path]) => path), `${modules.join(' and ')} on ${page}`).not.toEqual([])
      for (const [path, scripts] of off) expect([...scripts].filter(([, text]) => text.includes(says)).map(([script]) => script), `${modules.join(' and ')}, switched off, on ${path}`).toEqual([])
    }
    const everywhere = new Set(COMMON.flatMap((page) => [...(off.get(page)?.keys() ?? [])]))
    for (const [module, page] of Object.entries(WITHOUT)) expect([...(on.get(page)?.keys() ?? [])].filter((path) => !everywhere.has(path)), `${module} has none of its own`).toEqual([])
  } finally {
    await running.close()
    await peer.close()
    rmSync(folder, { recursive: true })
  }
})
