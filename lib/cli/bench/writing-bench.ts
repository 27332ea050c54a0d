import { urls } from '#lib/api/urls.ts'
import { BENCH_PASSWORD, startBenchSite, type BenchSite } from './bench-site.ts'
import { Figures, timed } from './figures.ts'
import { GatewayClient } from './gateway-client.ts'
import { memoryGrowth, processorTime, residentMemory } from './process-memory.ts'

const AT = urls('')
const MEGABYTE = 1_000_000
/** As the compose page sends them. */
const PIECE = 4 * 1024 * 1024

interface Answer {
  readonly id: string
  readonly received: number
  readonly composition: { readonly revision: number }
  readonly outcome?: { readonly result: string }
}

/** Writing by HTTP over loopback: what a save costs, a message with an attachment from the first octet to its copy in Sent, and a large upload, with the memory of each. */
export async function bench({ quick, print }: { readonly quick: boolean; print(line: string): void }): Promise<void> {
  const figures = new Figures('writing', print)
  const site = await startBenchSite({ sizes: [], attachments: [], readers: 2 }, { env: { POSTERN_LIMITS_MESSAGE_SIZE: '200M' } })
  try {
    const client = await GatewayClient.signIn(site.origin, 'reader-0', BENCH_PASSWORD)
    await measureOpening(site, client, quick ? 20 : 100, figures)
    for (const [name, octets] of [['4 KB', 4000], ['1 MB', MEGABYTE]] as const) await measureSaves(site, client, { name, octets, runs: quick ? 50 : 200, figures })
    await measureSending(site, client, quick ? 5 : 20, figures)
    await measureUpload(site, client, (quick ? 25 : 100) * MEGABYTE, figures)
    client.close()
  } finally {
    await site.close()
  }
  figures.write()
}

async function begin(client: GatewayClient): Promise<string> {
  return (await client.post<Answer>(AT.api.compositions(), { kind: 'new' })).id
}

/** Begins a message and fetches the page in which it is written. */
async function measureOpening(site: BenchSite, client: GatewayClient, runs: number, figures: Figures): Promise<void> {
  const open = async (): Promise<void> => {
    const id = await begin(client)
    await client.get(AT.composition(id), 'text/html')
    await client.post(AT.api.composition(id), { intent: 'discard' })
  }
  await timed(5, open)
  const before = processorTime(site.pids.web)
  figures.record('beginning a message, its page, and giving it up', 'ms', await timed(runs, open), { 'web CPU ms each': ((processorTime(site.pids.web) - before) / runs).toFixed(1) })
}

async function save(client: GatewayClient, id: string, revision: number, more: object): Promise<number> {
  const { composition } = await client.post<Answer>(AT.api.composition(id), { intent: 'save', revision, to: 'reader-1', subject: 'Measured', ...more })
  return composition.revision
}

async function measureSaves(site: BenchSite, client: GatewayClient, { name, octets, runs, figures }: { readonly name: string; readonly octets: number; readonly runs: number; readonly figures: Figures }): Promise<void> {
  const id = await begin(client)
  const quoted = '> a line of prose that somebody has written before, and more of it\n'.repeat(Math.ceil(octets / 67))
  let revision = 1
  const type = async (run: number): Promise<void> => void (revision = await save(client, id, revision, { body: `${run}\n${quoted}` }))
  await timed(10, type)
  const before = processorTime(site.pids.web)
  figures.record(`saving a text of ${name}`, 'ms', await timed(runs, type), { 'web CPU ms each': ((processorTime(site.pids.web) - before) / runs).toFixed(1) })
  await client.post(AT.api.composition(id), { intent: 'discard' })
}

/** Sends the octets in pieces, as the page does; answers once they are attached. */
async function upload(client: GatewayClient, id: string, content: Uint8Array): Promise<void> {
  const { id: name } = await client.post<Answer>(AT.api.uploads(id), { name: 'measured.bin', mediaType: 'application/octet-stream', size: content.length, modified: 1 })
  for (let offset = 0; offset < content.length; offset += PIECE) await client.post(AT.api.upload(id, name), content.subarray(offset, offset + PIECE), { 'upload-offset': String(offset) })
}

async function measureSending(site: BenchSite, client: GatewayClient, runs: number, figures: Figures): Promise<void> {
  const content = noise(5 * MEGABYTE)
  const send = async (): Promise<void> => {
    const id = await begin(client)
    await upload(client, id, content)
    const { composition } = JSON.parse(await client.get(AT.api.composition(id))) as Answer
    const { outcome } = await client.post<Answer>(AT.api.composition(id), { intent: 'send', revision: composition.revision, to: 'reader-1', subject: 'Five megabytes', body: 'Attached.' })
    if (outcome?.result !== 'sent') throw new Error('not sent')
  }
  await timed(2, send)
  const [before, rest] = [processorTime(site.pids.web), residentMemory(site.pids.web)]
  let values: number[] = []
  const growth = await memoryGrowth(site.pids.web, async () => void (values = await timed(runs, send)))
  figures.record('a message with 5 MB: upload, sending, copy in Sent', 'ms', values, { 'web CPU ms each': ((processorTime(site.pids.web) - before) / runs).toFixed(0), 'web memory grew by MiB': growth.toFixed(1), from: rest.toFixed(0) })
}

async function measureUpload(site: BenchSite, client: GatewayClient, octets: number, figures: Figures): Promise<void> {
  const content = noise(octets)
  const rates: number[] = []
  const growths: number[] = []
  for (let run = 0; run < 3; run += 1) {
    const id = await begin(client)
    const start = performance.now()
    growths.push(await memoryGrowth(site.pids.web, () => upload(client, id, content)))
    rates.push(octets / 1000 / (performance.now() - start))
    await client.post(AT.api.composition(id), { intent: 'discard' })
  }
  figures.record(`upload of ${octets / MEGABYTE} MB`, 'MB/s', rates, { 'web memory grew by MiB': growths.map((growth) => growth.toFixed(1)).join(', ') })
}

/** Octets that no step on the way can make smaller. */
function noise(octets: number): Uint8Array {
  const content = Buffer.alloc(octets)
  for (let at = 0; at + 4 <= octets; at += 4) content.writeUInt32LE((at * 2654435761) >>> 0, at)
  return content
}
