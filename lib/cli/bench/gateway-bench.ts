import { urls } from '#lib/api/urls.ts'
import type { IndexPage } from '#lib/mail/index-page.ts'
import { readMessageId, type MessageRef } from '#lib/mail/message-ref.ts'
import { BENCH_PASSWORD, startBenchSite, type BenchSite } from './bench-site.ts'
import { hasDovecot, startDovecot } from '#lib/testing/dovecot.ts'
import { benchMessage, RARE_WORD } from './bench-mail.ts'
import { Figures, rate, timed } from './figures.ts'
import { firstLoad, GatewayClient } from './gateway-client.ts'
import { BenchImap } from './imap-client.ts'
import { memoryGrowth, processorTime, residentMemory } from './process-memory.ts'

const AT = urls('')
const MEGABYTE = 1_000_000
const READERS = 16

/** The gateway by HTTP over loopback: index, opening, download, memory, size of the first load; over the mail server in the box, and over Dovecot where that is installed. */
export async function bench({ quick, print }: { readonly quick: boolean; print(line: string): void }): Promise<void> {
  const sizes = quick ? [1000, 10_000] : [1000, 100_000]
  const download = (quick ? 20 : 200) * MEGABYTE
  const figures = new Figures('gateway', print)
  const site = await startBenchSite({ sizes, attachments: [20 * MEGABYTE, download], readers: READERS })
  try {
    for (const size of sizes) await measureIndex(site, size, figures)
    await measureOpening(site, figures)
    await measureThroughput(site, figures, quick ? 1500 : 5000)
    await measureDownload(site, figures)
    await measureFirstLoad(site, figures)
    figures.record(`memory of the web process with ${READERS + 3} people signed in, after the load`, 'MiB', [residentMemory(site.pids.web)])
  } finally {
    await site.close()
  }
  if (hasDovecot()) await measureOverDovecot(quick, figures, print)
  else print('Dovecot is not installed, or this is not root: nothing is measured over it')
  figures.write()
}

async function measureOverDovecot(quick: boolean, figures: Figures, print: (line: string) => void): Promise<void> {
  const sizes = quick ? [1000] : [1000, 10_000]
  print('# the same gateway over Dovecot')
  const dovecot = await startDovecot({ users: Object.fromEntries([...sizes.map((size) => `mail-${size}`), ...readerNames()].map((user) => [user, BENCH_PASSWORD])) })
  try {
    for (const size of sizes) await loadDovecot(dovecot.address.port, `mail-${size}`, size)
    for (const reader of readerNames()) await loadDovecot(dovecot.address.port, reader, 1000)
    const site = await startBenchSite({ sizes: [], attachments: [], readers: 0 }, { env: { POSTERN_IMAP_URL: `imap://127.0.0.1:${dovecot.address.port}` } })
    try {
      for (const size of sizes) await measureIndex(site, size, figures)
      await measureOpening(site, figures)
      await measureThroughput(site, figures, quick ? 1500 : 5000)
    } finally {
      await site.close()
    }
  } finally {
    await dovecot.stop()
  }
}

const readerNames = (): string[] => Array.from({ length: READERS }, (_, reader) => `reader-${reader}`)

async function loadDovecot(port: number, user: string, count: number): Promise<void> {
  const client = await BenchImap.open(port)
  await client.command(`LOGIN ${user} ${BENCH_PASSWORD}`)
  for (let from = 0; from < count; from += 500) {
    await client.appendAll('INBOX', Array.from({ length: Math.min(500, count - from) }, (_, at) => benchMessage(from + at)))
  }
  client.close()
}

const signIn = (site: BenchSite, user: string): Promise<GatewayClient> => GatewayClient.signIn(site.origin, user, BENCH_PASSWORD)

async function index(client: GatewayClient, query: Parameters<typeof AT.api.messages>[1] = {}): Promise<IndexPage> {
  return JSON.parse(await client.get(AT.api.messages('INBOX', query))) as IndexPage
}

async function measureIndex(site: BenchSite, size: number, figures: Figures): Promise<void> {
  const user = `mail-${size}`
  figures.record(`sign-in to index data, ${size}`, 'ms', await timed(5, async () => {
    const client = await signIn(site, user)
    await index(client)
    client.close()
  }))
  const client = await signIn(site, user)
  figures.record(`index data, ${size}`, 'ms', await timed(20, () => index(client)))
  figures.record(`index as a page, ${size}`, 'ms', await timed(20, () => client.get(AT.mailbox('INBOX'), 'text/html')))
  figures.record(`a page in the middle as data, ${size}`, 'ms', await timed(10, (run) => index(client, { page: Math.floor(size / 100) + run })))
  for (const sort of ['subject', 'from', 'date', 'size']) figures.record(`sorted by ${sort}, first page, ${size}`, 'ms', await timed(5, () => index(client, { sort })))
  figures.record(`search of subjects, ${size}`, 'ms', await timed(5, () => index(client, { search: RARE_WORD })))
  client.close()
}

async function measureOpening(site: BenchSite, figures: Figures): Promise<void> {
  const client = await signIn(site, 'reader-0')
  const { messages } = await index(client)
  const refs = messages.flatMap(({ id }): MessageRef[] => {
    const named = readMessageId(id)
    return named ? [{ mailbox: 'INBOX', ...named }] : []
  })
  figures.record('opening a message as data', 'ms', await timed(refs.length, (run) => client.get(AT.api.message(refs[run] as MessageRef))))
  figures.record('opening a message as a page', 'ms', await timed(20, (run) => client.get(AT.message(refs[run] as MessageRef), 'text/html')))
  client.close()
}

async function measureThroughput(site: BenchSite, figures: Figures, duration: number): Promise<void> {
  const clients = await Promise.all(Array.from({ length: READERS }, (_, reader) => signIn(site, `reader-${reader}`)))
  const kinds = [
    ['index as data', (client: GatewayClient) => client.get(AT.api.messages('INBOX'))],
    ['index as a page', (client: GatewayClient) => client.get(AT.mailbox('INBOX'), 'text/html')],
  ] as const
  for (const [name, call] of kinds) {
    const before = processorTime(site.pids.web)
    const perSecond = await rate(READERS, duration, (reader) => call(clients[reader] as GatewayClient))
    const spent = (processorTime(site.pids.web) - before) / ((perSecond * duration) / 1000)
    figures.record(`${name}, ${READERS} clients`, 'requests/s', [perSecond], { 'web CPU ms each': spent.toFixed(2) })
  }
  for (const client of clients) client.close()
}

async function measureDownload(site: BenchSite, figures: Figures): Promise<void> {
  const client = await signIn(site, 'large')
  const { messages } = await index(client, { sort: 'size', reverse: false })
  for (const { id, size } of messages) {
    const named = readMessageId(id)
    if (!named) continue
    const path = AT.api.part({ mailbox: 'INBOX', ...named }, '2', 'download')
    const rates: number[] = []
    const firsts: number[] = []
    let octets = 0
    const growth = await memoryGrowth(site.pids.web, async () => {
      for (let run = 0; run < 4; run += 1) {
        const start = performance.now()
        const downloaded = await client.download(path)
        octets = downloaded.octets
        rates.push(octets / 1000 / (performance.now() - start))
        firsts.push(downloaded.firstOctet)
      }
    })
    const name = `download of a part of a message of ${(size / MEGABYTE).toFixed(0)} MB`
    figures.record(name, 'MB/s', rates, { octets, 'web memory grew by MiB': growth.toFixed(1) })
    figures.record(`${name}, first octet`, 'ms', firsts)
  }
  client.close()
}

async function measureFirstLoad(site: BenchSite, figures: Figures): Promise<void> {
  const client = await signIn(site, 'reader-1')
  const { html, script } = await firstLoad(client, AT.mailbox('INBOX'))
  figures.record('first load of the index: HTML, gzip', 'KB', [html / 1000])
  figures.record('first load of the index: scripts, gzip', 'KB', [script / 1000])
  client.close()
}
