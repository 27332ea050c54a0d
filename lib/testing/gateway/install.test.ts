import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Config } from '#lib/config/config.ts'
import { setProcessSingleton } from '#lib/http/process-singleton.ts'
import { startEmbedded } from './embedded-server.ts'
import { type ConfiguredGateway, configureGateway, ORIGIN, RouteBrowser } from './route-site.ts'
import type { ServerUnderTest } from './site.ts'

interface Manifest {
  readonly name: string
  readonly lang: string
  readonly display: string
  readonly start_url: string
  readonly scope: string
  readonly theme_color: string
  readonly icons: readonly { readonly src: string; readonly sizes: string; readonly purpose: string }[]
  readonly shortcuts: readonly { readonly name: string; readonly url: string }[]
  readonly share_target: { readonly action: string }
  readonly protocol_handlers: readonly { readonly url: string }[]
  readonly file_handlers: readonly { readonly action: string }[]
}

/** The beginning of a PNG of that size, as far as a theme's pictures are looked at. */
function png(size: number): Buffer {
  const octets = Buffer.from('89504e470d0a1a0a0000000d4948445200000000000000000806000000', 'hex')
  octets.writeUInt32BE(size, 16)
  octets.writeUInt32BE(size, 20)
  return Buffer.concat([octets, Buffer.alloc(20)])
}

describe('what installs a site as an application', () => {
  let server: ServerUnderTest
  let gateway: ConfiguredGateway
  let config: Config

  before(async () => {
    server = await startEmbedded()
    gateway = await configureGateway(server, (loaded) => (config = loaded))
    for (const [name, size] of [['large', 512], ['small', 64]] as const) {
      const folder = join(config.data, 'themes', name)
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, 'theme.css'), ':root { --canvas: #123456; }')
      await writeFile(join(folder, 'theme.toml'), 'name = "x"\nscheme = "light"\nicon = "icon.png"\n')
      await writeFile(join(folder, 'icon.png'), png(size))
    }
  })
  after(async () => {
    await gateway.end()
    await server.stop()
  })

  /** What `path` answers where the default site is changed so. */
  const on = async (site: Partial<Config['sites'][0]>, path: string, browser = new RouteBrowser(), headers = {}) => {
    setProcessSingleton('config', { ...config, sites: [{ ...config.sites[0], ...site }] })
    return browser.ask(path, { headers })
  }
  const manifest = async (site: Partial<Config['sites'][0]>, headers = {}): Promise<Manifest> => (await (await on(site, '/web-manifest', new RouteBrowser(), headers)).json()) as Manifest

  test('the manifest has the name, the colours and the language of the site', async () => {
    const answer = await on({ title: 'Lab' }, '/web-manifest')
    assert.match(answer.headers.get('content-type') ?? '', /^application\/manifest\+json/)
    const found = await manifest({ title: 'Lab & Söhne', theme: 'large', app: { display: 'minimal-ui' } }, { 'accept-language': 'de' })
    assert.deepEqual([found.name, found.lang, found.display, found.theme_color], ['Lab & Söhne', 'de', 'minimal-ui', '#123456'])
    assert.deepEqual(found.shortcuts.map(({ name, url }) => [name, url]), [['Neue Nachricht', '/compose'], ['Posteingang', '/mailboxes/INBOX']])
    for (const at of [found.start_url, found.share_target.action, found.file_handlers[0]?.action, found.protocol_handlers[0]?.url, ...found.shortcuts.map(({ url }) => url)]) {
      assert.ok(new URL(at ?? '', ORIGIN).pathname.startsWith(found.scope), at)
    }
    assert.equal(found.protocol_handlers[0]?.url, '/compose?mailto=%s', 'browsers look for %s as it stands')
  })

  test('its icons are the theme’s where that is large enough, else ours; never both', async () => {
    const ours = (await manifest({ theme: 'small' })).icons
    assert.deepEqual(ours.map(({ src, sizes, purpose }) => [src, sizes, purpose]), [
      ['/icons/app-192.png', '192x192', 'any'], ['/icons/app-512.png', '512x512', 'any'], ['/icons/app-maskable-192.png', '192x192', 'maskable'], ['/icons/app-maskable-512.png', '512x512', 'maskable'],
    ])
    const theirs = (await manifest({ theme: 'large' })).icons
    assert.deepEqual([theirs.length, theirs[0]?.sizes, theirs[0]?.src.split('?')[0]], [1, '512x512', '/theme/large/icon.png'])
  })

  test('the offline page is whole by itself, names nobody and lets nothing in', async () => {
    const alice = new RouteBrowser()
    setProcessSingleton('config', config)
    await alice.signIn(server.alice)
    const answer = await on({ title: 'Lab <b>', theme: 'large' }, '/offline', alice, { 'accept-language': 'ar' })
    const html = await answer.text()
    assert.match(html, /^<!doctype html>\n<html lang="ar" dir="rtl" data-scheme="light">/)
    assert.match(html, /Lab &lt;b>/)
    assert.match(html, /#123456/)
    assert.doesNotMatch(html, /alice|<script|<link|<img|nonce|@/)
    const usual = await (await on({}, '/offline')).text()
    assert.match(usual, /--canvas: light-dark\(#f3f3f0, #121415\); --text: .*; --link: /, 'without a theme it looks as pages do')
    const style = /<style>([^]*)<\/style>/.exec(html)?.[1] ?? ''
    assert.equal(answer.headers.get('content-security-policy'), `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`)
  })

  test('a site that stays a page has none of it', async () => {
    const app = { display: 'browser' } as const
    assert.equal((await on({ app }, '/web-manifest')).status, 404)
    const upload = new FormData()
    upload.append('title', 'x')
    setProcessSingleton('config', { ...config, sites: [{ ...config.sites[0], app }] })
    assert.equal((await new RouteBrowser().ask('/api/shares', { upload, headers: { 'Sec-Fetch-Site': 'none' } })).status, 404)
  })

  test('whoever signs in at a public computer gets no service worker; a page that another theme has gets another one', async () => {
    const { installation } = await import('#lib/http/install/installation.ts')
    const { lookFor } = await import('#lib/http/themes/themes-of.ts')
    const session = async (browser: RouteBrowser, theme = 'postern') => {
      setProcessSingleton('config', { ...config, sites: [{ ...config.sites[0], theme }] })
      return browser.visit(async () => {
        const { currentSession } = await import('#lib/http/wiring.ts')
        const found = await currentSession()
        return installation(found, await lookFor(found))
      })
    }
    setProcessSingleton('config', config)
    const [alice, kiosk] = [new RouteBrowser(), new RouteBrowser()]
    await alice.signIn(server.alice)
    await kiosk.ask('/api/session', { form: { ...server.alice, public: '1' } })
    const [usual, other] = [await session(alice), await session(alice, 'large')]
    assert.match(usual?.worker?.url ?? '', /^\/service-worker\.js\?v=[\w-]{16}$/)
    assert.notEqual(usual?.worker?.url, other?.worker?.url)
    assert.deepEqual(await session(kiosk), { manifest: '/web-manifest', worker: undefined })
    assert.equal((await session(new RouteBrowser()))?.worker, undefined, 'nor who is not signed in: a sign-out leaves nothing')
  })
})
