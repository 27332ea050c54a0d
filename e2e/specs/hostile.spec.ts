import fc from 'fast-check'
import { ImapFlow } from 'imapflow'
import type { Browser, BrowserContext, Page } from '@playwright/test'
import { decryptedDocument } from '#components/decrypt/decrypted-html.ts'
import { sanitizeMailHtml } from '#lib/html/sanitize.ts'
import { frameHeaders } from '#lib/http/content/frame-headers.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { writeMessageId, type MessageRef } from '#lib/mail/message-ref.ts'
import { toUid, toUidValidity } from '#lib/mail/uid.ts'
import { arbitraryHtml, bodyShape, documentAround } from '#lib/testing/corpus/arbitrary-html.ts'
import { ADVISORY_DOCUMENTS, ADVISORY_MESSAGES } from '../support/hostile/advisory-vectors.ts'
import { Canary, watchContext } from '../support/hostile/canary.ts'
import { FETCHES } from '../support/hostile/fetch-vectors.ts'
import { ENCODINGS, FILES, HEADERS, TEXTS } from '../support/hostile/message-vectors.ts'
import { NAMESPACES } from '../support/hostile/namespace-vectors.ts'
import { PAGES } from '../support/hostile/page-vectors.ts'
import { SCRIPTS } from '../support/hostile/script-vectors.ts'
import { armed, htmlMessage, onTheWire, type Vector } from '../support/hostile/vector.ts'
import { MailPage } from '../support/mail-page.ts'
import { SignInPage } from '../support/sign-in-page.ts'
import { SiteClient } from '../support/site-client.ts'
import { baseOf, personOf } from '../support/site.ts'
import { startSite, type RunningSite } from '../support/start-site.ts'
import { expect, test } from '../support/test.ts'

/* Our own corpus of hostile messages. Each class of break-in that webmails have had is among them; none may run, ask or break anything. */

test.describe.configure({ timeout: 300_000 })

const DOCUMENTS = [...SCRIPTS, ...NAMESPACES, ...FETCHES, ...PAGES, ...ADVISORY_DOCUMENTS]
const MESSAGES = [...HEADERS, ...TEXTS, ...FILES, ...ENCODINGS, ...ADVISORY_MESSAGES]
const JSON_WANTED = { headers: { Accept: 'application/json' } }

interface Placed {
  readonly name: string
  readonly ref: MessageRef
}

let running: RunningSite
let canary: Canary
let alice: SiteClient
const documents: Placed[] = []
const messages: Placed[] = []

test.beforeAll(async () => {
  // A site of its own: nobody else's messages are among them, and its log is theirs.
  test.setTimeout(240_000) // a build may come first
  canary = await Canary.open()
  running = await startSite()
  const { site } = running
  const person = personOf(site, 'alice')
  const { imap } = site.services
  if (imap === undefined) throw new Error('the site lacks IMAP')
  const client = new ImapFlow({ host: imap.host, port: imap.port, secure: false, auth: { user: person.name, pass: person.password }, tls: { rejectUnauthorized: false }, logger: false, disableAutoIdle: true })
  await client.connect()
  const place = async (mailbox: string, vectors: readonly Vector[], write: (vector: Vector) => string, into: Placed[]): Promise<void> => {
    await client.mailboxCreate(mailbox)
    for (const vector of vectors) {
      const kept = await client.append(mailbox, onTheWire(armed(write(vector), { canary: canary.origin })))
      if (!kept || kept.uid === undefined || kept.uidValidity === undefined) throw new Error(`not kept: ${vector[0]}`)
      into.push({ name: vector[0], ref: { mailbox, uidValidity: toUidValidity(Number(kept.uidValidity)), uid: toUid(kept.uid) } })
    }
  }
  await place('Documents', DOCUMENTS, htmlMessage, documents)
  await place('Messages', MESSAGES, ([, text]) => text, messages)
  await client.logout()
  alice = await SiteClient.signIn(site, person)
})

test.afterAll(async () => {
  canary.close()
  await running.close()
})

test('there are more than two hundred of them, each with a name of its own', () => {
  const names = [...DOCUMENTS, ...MESSAGES].map(([name]) => name)
  expect(names.length).toBeGreaterThanOrEqual(200)
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
})

/** Everything that went wrong, by the vector that was open then. */
class Ledger {
  readonly problems: string[] = []
  open = ''
  readonly tell = (what: string): void => void this.problems.push(`${this.open}: ${what}`)
}

async function openMailbox(page: Page): Promise<void> {
  const { site } = running
  await page.goto(baseOf(site) + 'sign-in')
  await new SignInPage(page).signIn(personOf(site, 'alice'))
  await new MailPage(page).list.waitFor()
}

/** What a message may make its page ask for: its own document and pictures of its own. */
function watchRequests(context: BrowserContext, tell: (what: string) => void): void {
  const { origin } = running.site
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (!url.protocol.startsWith('http')) return
    if (url.origin !== origin) return tell(`a request to ${request.url().slice(0, 120)}`)
    const isOfPage = request.frame().parentFrame() === null
    if (!isOfPage && !/^\/(api\/mailboxes\/[^/]+\/messages\/[^/]+\/html\/|mail-content\/)/.test(url.pathname)) tell(`its frame asked for ${url.pathname}`)
  })
}

/** Whether the page around the message is still ours: its own title, its buttons where they can be reached, the focus not in the frame. */
function lookAtPage(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const wrong: string[] = []
    const button = [...document.querySelectorAll('button')].find((each) => each.value === 'reply')
    const box = button?.getBoundingClientRect()
    const top = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    if (!button || !top || !button.contains(top)) wrong.push('the button Reply cannot be reached')
    if (document.activeElement?.tagName === 'IFRAME') wrong.push('the focus is in the frame')
    if (document.querySelectorAll('h2#subject').length !== 1) wrong.push('there is no subject, or there are two')
    if (document.documentElement.scrollWidth > window.innerWidth + 1) wrong.push('the page scrolls sideways')
    if ([...document.scripts].some((script) => /hostileRan/.test(script.textContent ?? '') && script.closest('article'))) wrong.push('a script of the message stands in the page')
    return wrong
  })
}

async function walk(page: Page, placed: readonly Placed[], ledger: Ledger, look: (at: Placed) => Promise<void>): Promise<void> {
  const { site } = running
  const [newest] = placed.toReversed()
  if (!newest) throw new Error('nothing to open')
  ledger.open = newest.name
  await page.goto(site.origin + alice.urls.message(newest.ref, { sort: 'arrival', order: 'descending' }))
  // As a person walks through them: the page stays, so that what one message broke would show in the next.
  for (const [step, vector] of placed.toReversed().entries()) {
    if (step > 0) {
      ledger.open = vector.name
      await page.locator('a[rel=next][aria-keyshortcuts=j]').click()
    }
    await page.waitForURL((url) => url.pathname.endsWith(writeMessageId(vector.ref)))
    await expect(page.locator('article h2#subject')).toBeVisible()
    await look(vector)
    for (const wrong of await lookAtPage(page)) ledger.tell(wrong)
  }
  await page.waitForTimeout(500) // timers of what was opened last
  for (const what of canary.take()) ledger.tell(what)
}

for (const [name, placed, remote] of [['HTML', documents, false], ['headers, texts, files and encodings', messages, false], ['HTML with remote pictures asked for', documents, true]] as const) {
  test(`opened one by one: ${name}: no script, no request, and the page is whole`, async ({ browser }) => {
    const context = await browser.newContext({ locale: 'en-GB' })
    try {
      const ledger = new Ledger()
      await watchContext(context, ledger.tell)
      const page = await context.newPage()
      await openMailbox(page)
      watchRequests(context, ledger.tell)
      if (remote) await showRemote(page, placed.filter((_, at) => at >= SCRIPTS.length), ledger)
      else {
        await walk(page, placed, ledger, async () => {
          if (placed !== documents) return
          const frame = page.locator('article iframe')
          await expect(frame).toHaveCount(1)
          await expect(frame.contentFrame().getByText('Visible words.').first()).toBeAttached()
        })
      }
      expect(ledger.problems).toEqual([])
    } finally {
      await context.close()
    }
  })
}

/** The frames alone, as they are once their reader has asked for pictures: many in one page. */
async function showRemote(page: Page, placed: readonly Placed[], ledger: Ledger): Promise<void> {
  ledger.open = 'with remote pictures'
  for (const { ref } of placed) await page.evaluate((src) => {
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox')
    frame.src = src
    document.body.append(frame)
    return new Promise((resolve) => (frame.onload = resolve))
  }, alice.urls.api.html(ref, '1', { images: '1' }))
  await page.waitForTimeout(500)
  for (const what of canary.take()) ledger.tell(what)
}

/** Documents in frames of one page after the other, each as the two walls leave it that are tried. */
async function frameAll(context: BrowserContext, bodies: readonly string[], attributes: string, headers: Readonly<Record<string, string>>): Promise<void> {
  // Of this machine, as the canary is: what comes from elsewhere may not ask it for anything.
  const WALLS = 'http://localhost:4321'
  const EACH = 25
  await context.route(`${WALLS}/**`, (route) => {
    const { pathname } = new URL(route.request().url())
    const [, kind, number] = pathname.split('/')
    if (kind === 'body') return route.fulfill({ headers: { ...headers, 'content-type': 'text/html; charset=utf-8' }, body: bodies[Number(number)] ?? '' })
    const frames = bodies.slice(Number(number), Number(number) + EACH).map((_, at) => `<iframe ${attributes} allow="local-network-access *" src="/body/${Number(number) + at}"></iframe>`)
    // As pages of ours say it: a frame may navigate itself, but only to where its parent lets it.
    return route.fulfill({ headers: { 'content-type': 'text/html', 'content-security-policy': `frame-src ${WALLS}` }, body: frames.join('') })
  })
  const page = await context.newPage()
  for (let at = 0; at < bodies.length; at += EACH) {
    await page.goto(`${WALLS}/page/${at}`)
    await page.waitForTimeout(300)
  }
}

/** What happens when those documents are framed like that. */
async function tryWalls(browser: Browser, bodies: readonly string[], attributes: string, headers: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const context = await browser.newContext({ permissions: ['local-network-access'] })
  const ledger = new Ledger()
  await watchContext(context, ledger.tell)
  await frameAll(context, bodies, attributes, headers)
  await context.close()
  return [...ledger.problems, ...canary.take()]
}

test('the second wall alone: the messages as they are, in the frame with its policy', async ({ browser }) => {
  const headers = Object.fromEntries(frameHeaders(`${running.site.origin}/mail-content/`, []))
  const bodies = DOCUMENTS.map(([, html]) => armed(html, { canary: canary.origin }))
  expect(await tryWalls(browser, bodies, 'sandbox="allow-popups allow-popups-to-escape-sandbox"', headers)).toEqual([])
})

test('the first wall alone: the sanitized documents, in a frame that may do everything', async ({ browser }) => {
  const bodies = await Promise.all(documents.map(async ({ ref }) => (await alice.ask(alice.urls.api.html(ref, '1'))).text()))
  expect(bodies.every((body) => body.startsWith('<!doctype html>'))).toBe(true)
  expect(await tryWalls(browser, bodies, '', {})).toEqual([])
})

test('decrypted in the browser, the first wall alone: as the frame gets them, in one that may do everything', async ({ browser }) => {
  const notices = { cut: '', tangled: '', doubtfulLink: () => '' }
  const bodies = DOCUMENTS.map(([, html]) => decryptedDocument(armed(html, { canary: canary.origin }), [], { scheme: 'auto', notices }).html)
  expect(await tryWalls(browser, bodies, '', {})).toEqual([])
})

test('decrypted in the browser, the second wall alone: the messages as they are, in the document that shows them', async ({ browser }) => {
  const context = await browser.newContext({ permissions: ['local-network-access'] })
  const ledger = new Ledger()
  ledger.open = 'as it is'
  await watchContext(context, ledger.tell)
  const page = await context.newPage()
  await page.goto(baseOf(running.site) + 'sign-in')
  const viewer = running.site.origin + alice.urls.decryptedViewer()
  // What the policy refuses is a request that never ends.
  const answered: string[] = []
  context.on('requestfinished', (request) => void answered.push(request.url()))
  const bodies = DOCUMENTS.map(([, html]) => `<p>Visible words.</p>${armed(html, { canary: canary.origin })}`)
  await page.evaluate(async ({ src, documents }) => {
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', 'allow-scripts allow-popups allow-popups-to-escape-sandbox')
    frame.style.cssText = 'position:fixed;inset:0;width:100%;height:100%'
    frame.src = src
    const port = new Promise<MessagePort>((resolve) => addEventListener('message', ({ source, ports: [given] }) => void (given && source === frame.contentWindow && resolve(given))))
    document.body.append(frame)
    ;(await port).postMessage({ title: 'Message', language: 'en', documents })
  }, { src: viewer, documents: bodies })
  const shown = page.locator('iframe').contentFrame().locator('iframe')
  await expect(shown).toHaveCount(bodies.length)
  for (const at of [0, bodies.length - 1]) await expect(shown.nth(at).contentFrame().getByText('Visible words.').first()).toBeAttached()
  await page.waitForTimeout(1_000) // what is told of late
  expect([...ledger.problems, ...canary.take()]).toEqual([])
  // The page around it may still be loading its own scripts.
  expect(answered.filter((url) => !url.includes('/_next/'))).toEqual([viewer])
  await expect(shown, 'and none has gone').toHaveCount(bodies.length)
  await context.close()
})

test('traps work: what is let through is told of', async ({ browser }) => {
  const bait = armed('<script>RUN</script><img src="CANARY/trap">', { canary: canary.origin })
  const told = await tryWalls(browser, [bait], '', {})
  expect(told.map((each) => each.replace(/^.*(a script ran|asked for \/trap).*$/, '$1')).toSorted()).toEqual(['a script ran', 'asked for /trap'])
})

test('Chromium reads what was sanitized as the sanitizer does, whatever was nested in whatever', async ({ page }) => {
  const hold = { remoteContent: false, rewrite: () => undefined }
  const contents = fc.sample(arbitraryHtml, 500).map((html) => sanitizeMailHtml(html, hold).html)
  const read = await page.evaluate((documents) => {
    type Shape = string | [string | null, string, [string, string][], Shape[]]
    const shapeOf = (node: Node): Shape => {
      if (!(node instanceof Element)) return node.nodeType === Node.TEXT_NODE ? (node.nodeValue ?? '') : `(${node.nodeName})`
      const attributes = [...node.attributes].map(({ name, value }): [string, string] => [name, value]).sort(([a], [b]) => (a < b ? -1 : 1))
      return [node.namespaceURI, node.localName, attributes, [...node.childNodes].map(shapeOf)]
    }
    // As in the frame: a parser whose document runs no scripts.
    return documents.map((document) => [...new DOMParser().parseFromString(document, 'text/html').body.childNodes].map(shapeOf))
  }, contents.map(documentAround))
  for (const [at, content] of contents.entries()) expect(read[at], content).toEqual(bodyShape(content))
})

test('files come as files, whatever they say they are', async () => {
  const wrong: string[] = []
  for (const { name, ref } of messages) {
    const answer = await alice.ask(alice.urls.api.message(ref), JSON_WANTED)
    expect(answer.status, name).toBe(200)
    const { attachments } = (await answer.json()) as MessageView
    for (const { section } of attachments) {
      for (const way of ['view', 'download'] as const) {
        const part = await alice.ask(alice.urls.api.part(ref, section, way))
        await part.arrayBuffer()
        const [type, disposition] = [part.headers.get('content-type') ?? '', part.headers.get('content-disposition') ?? '']
        const isInline = disposition.startsWith('inline')
        if (part.status !== 200 || /html|svg|xml|javascript|css|flash|jnlp|replace/i.test(type)) wrong.push(`${name}: ${part.status} ${type}`)
        if (isInline && !/^(text\/plain; charset=utf-8|image\/(png|jpeg|gif|webp|avif|bmp)|(audio|video)\/[a-z0-9.+-]+)$/.test(type)) wrong.push(`${name}: ${way} ${type} ${disposition}`)
        if (!/^(inline|attachment); filename="[^"\\/\r\n]+"(; filename\*=UTF-8''[A-Za-z0-9%!#$&+^_`|~.-]+)?$/.test(disposition)) wrong.push(`${name}: ${disposition}`)
        if (part.headers.get('x-content-type-options') !== 'nosniff' || part.headers.get('content-security-policy') !== "sandbox; default-src 'none'" || !part.headers.get('cache-control')?.includes('no-store')) wrong.push(`${name}: its headers`)
      }
    }
  }
  expect(wrong).toEqual([])
})

test('the site has told of no error while it did', () => {
  const errors = running.logged().split('\n').filter((line) => /"level":"error"|unhandled|uncaught|^\s+at /i.test(line))
  expect(errors).toEqual([])
})
