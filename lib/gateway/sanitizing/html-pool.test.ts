import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { HTML_POOL_LIMITS, HtmlPool } from './html-pool.ts'
import { plainFallback } from '#lib/html/plain-fallback.ts'

const job = (html: string) => ({ html, remoteContent: false, pictures: [{ id: '<pic@x>', location: '', section: '2' }], contentUrl: 'https://us.test/mail-content/' })
const pools: HtmlPool[] = []
const pool = (limits: ConstructorParameters<typeof HtmlPool>[0]): HtmlPool => {
  const made = new HtmlPool(limits)
  pools.push(made)
  return made
}
after(() => Promise.all(pools.map((each) => each.close())))

test('a thread makes large HTML as safe as it would be here, and names the tickets of its pictures', async () => {
  const { html, tickets, doubtfulLinks } = await pool({ inline: 0 }).run(job('<p onclick="x()">Hello <img src="cid:pic@x"><a href="https://evil.test/">bank.com</a><script>alert(1)</script></p>'))
  assert.match(html, /^<p>Hello <img src="https:\/\/us\.test\/mail-content\/[\w-]{32}"><a /)
  assert.deepEqual(tickets.map(({ opens }) => opens), [{ section: '2' }])
  assert.ok(html.includes(tickets[0]?.ticket ?? 'nothing'))
  assert.equal(doubtfulLinks[0]?.leads, 'evil.test')
})

test('one thread does one after the other', async () => {
  const made = pool({ inline: 0, workers: 1 })
  for (const text of ['one', 'two', 'three']) assert.equal((await made.run(job(text))).html, text)
})

/** A thread that never ends `stuck`, and dies of `throw`. */
async function stuckThread(): Promise<URL> {
  const file = path.join(tmpdir(), `postern-stuck-${process.pid}.mjs`)
  await writeFile(file, `import { parentPort } from 'node:worker_threads'\nparentPort.on('message', ({ html }) => { if (html.trim() === 'stuck') for (;;); if (html === 'throw') throw new Error('x'); parentPort.postMessage({ html, cut: false, doubtfulLinks: [], tickets: [] }) })\n`)
  return pathToFileURL(file)
}

test('what outlives its deadline is given up, and the next one gets another thread', async () => {
  const worker = await stuckThread()
  const made = pool({ inline: 0, workers: 1, milliseconds: 3_000, worker })
  const [stuck, behind] = [made.run(job('stuck')), made.run(job('fine'))]
  await assert.rejects(stuck, { name: 'HtmlGivenUp' })
  assert.equal((await behind).html, 'fine')
  await assert.rejects(made.run(job('throw')), { name: 'HtmlGivenUp' })
  assert.equal((await made.run(job('again'))).html, 'again')
  const short = pool({ inline: 0, workers: 1, milliseconds: 60_000, waiting: 100, worker })
  const long = short.run(job('stuck'))
  await assert.rejects(short.run(job('no turn')), { name: 'HtmlGivenUp' })
  await Promise.all([short.close(), assert.rejects(long, { name: 'HtmlGivenUp' })])
})

test('what takes more memory than a thread may hold is given up, and the next one gets another thread', async () => {
  const made = pool({ inline: 0, milliseconds: 60_000, large: { above: 1_000, megabytes: 24, young: 16 } })
  const [large, behind] = [made.run(job('<p class="a" style="color:red">x</p>\n'.repeat(56_000))), made.run(job(`<p>fine${' '.repeat(1_000)}`))]
  await assert.rejects(large, ({ name, cause }: Error) => name === 'HtmlGivenUp' && (cause as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY')
  assert.match((await behind).html, /^<p>fine/)
})

test('all threads together hold no more than the 256 MB of threats S7', () => {
  const { workers, megabytes, young = Number.NaN, large } = HTML_POOL_LIMITS
  assert.ok(workers * (megabytes + young) + large.megabytes + large.young <= 256)
})

/** What takes much memory for its length, as far as it is not of links alone. */
const SMALLEST = ['<p class="a" style="color:red">x</p>\n', '<td style="color:red" width=1>x<tr>']
for (const element of SMALLEST) {
  test(`the most of the smallest elements are laid out within the memory of each kind of thread: ${element.trim()}`, { timeout: 120_000 }, async () => {
    const made = pool({ milliseconds: 60_000, waiting: 60_000 })
    const filled = (length: number): string => `<table><tr>${element.repeat(Math.floor((length - 11) / element.length))}`
    const results = await Promise.all([HTML_POOL_LIMITS.large.above, HTML_POOL_LIMITS.large.above, 2_000_000].map((length) => made.run(job(filled(length)))))
    assert.ok(results.every(({ html }) => html.length > 100_000))
  })
}

test('what is large is waited for by its own kind alone', async () => {
  const made = pool({ inline: 0, workers: 1, milliseconds: 60_000, waiting: 60_000, large: { ...HTML_POOL_LIMITS.large, above: 1_000 }, worker: await stuckThread() })
  const large = made.run(job(`stuck${' '.repeat(1_000)}`))
  assert.equal((await made.run(job('fine'))).html, 'fine')
  await Promise.all([made.close(), assert.rejects(large, { name: 'HtmlGivenUp' })])
})

test('the words of what cannot be read are found by walking over it once', () => {
  assert.equal(plainFallback('<style>p{}</style><p>One &amp; two<br>three</p><script>x<y</script><p>four'), 'One & two\nthree\nfour')
  for (const tag of ['<', '<style>', '<script><style>']) assert.equal(plainFallback(tag.repeat(200_000)), '', tag)
  for (const tag of ['<p title="Visible words. &amp; more', '<p ']) assert.ok(plainFallback(tag.repeat(20_000)).startsWith(tag.replace('&amp;', '&').trim()))
})
