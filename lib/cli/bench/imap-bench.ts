import { BENCH_PASSWORD, startBenchSite, type BenchSite } from './bench-site.ts'
import { benchMessage, RARE_WORD } from './bench-mail.ts'
import { Figures, timed } from './figures.ts'
import { BenchImap } from './imap-client.ts'
import { residentMemory } from './process-memory.ts'

const READERS = 16

const ENVELOPE_ITEMS = '(UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)'

/** The mail server alone, by IMAP over loopback. */
export async function bench({ quick, print }: { readonly quick: boolean; print(line: string): void }): Promise<void> {
  const sizes = quick ? [1000, 10_000] : [1000, 100_000]
  const figures = new Figures('imap', print)
  const site = await startBenchSite({ sizes, attachments: [], readers: READERS }, { only: 'mail', env: { POSTERN_LIMITS_CONNECTIONS_PER_ACCOUNT: '100' } })
  try {
    for (const size of sizes) await measureOpening(site, size, figures)
    await measureFetching(site, Math.max(...sizes), figures)
    await measureSearching(site, Math.max(...sizes), figures)
    await measureAppending(site, figures, quick ? 50 : 300)
    await measureIdling(site, figures, quick ? 100 : 1000)
  } finally {
    await site.close()
  }
  figures.write()
}

async function signIn(site: BenchSite, user: string): Promise<BenchImap> {
  const client = await BenchImap.open(site.services.imap?.port ?? 0)
  await client.command(`LOGIN ${user} ${BENCH_PASSWORD}`)
  return client
}

async function measureOpening(site: BenchSite, size: number, figures: Figures): Promise<void> {
  const values = await timed(20, async () => {
    const client = await signIn(site, `mail-${size}`)
    await client.command('SELECT INBOX')
    await client.command(`FETCH ${size - 49}:${size} ${ENVELOPE_ITEMS}`)
    client.close()
  })
  // The first sign-in pays argon2id; a client that comes again within minutes does not.
  figures.record(`sign-in to first 50 envelopes of ${size}, first time`, 'ms', values.slice(0, 1))
  figures.record(`sign-in to first 50 envelopes of ${size}`, 'ms', values.slice(1))
}

async function measureFetching(site: BenchSite, size: number, figures: Figures): Promise<void> {
  const client = await signIn(site, `mail-${size}`)
  await client.command('SELECT INBOX')
  for (const items of ['(UID FLAGS)', '(UID FLAGS ENVELOPE)']) figures.record(`FETCH 1:${size} ${items}`, 'ms', await timed(5, () => client.command(`FETCH 1:* ${items}`)))
  let octets = 0
  const bodies = await timed(5, async () => {
    octets = (await client.command(`FETCH ${size - 199}:${size} (UID BODY.PEEK[])`)).length
  })
  figures.record('FETCH of 200 whole messages', 'MB/s', bodies.map((ms) => octets / 1000 / ms))
  client.close()
}

async function measureSearching(site: BenchSite, size: number, figures: Figures): Promise<void> {
  const client = await signIn(site, `mail-${size}`)
  await client.command('SELECT INBOX')
  const commands = [`UID SEARCH SUBJECT ${RARE_WORD}`, 'UID SEARCH FROM kowalski', 'UID SEARCH UNSEEN', 'UID SORT (SUBJECT) UTF-8 ALL', 'UID SORT (REVERSE DATE) UTF-8 ALL', 'UID SORT (SIZE) UTF-8 ALL', 'UID THREAD REFERENCES UTF-8 ALL', 'UID SEARCH TEXT quokkanaut', 'UID SEARCH BODY quarter']
  for (const command of commands) {
    const [first = 0, ...others] = await timed(5, () => client.command(command))
    figures.record(`${command}, ${size}`, 'ms', others, { first: Math.round(first) })
  }
  // One character is in no index.
  figures.record(`UID SEARCH BODY without the index, ${size}`, 'ms', await timed(1, () => client.command('UID SEARCH BODY ~')))
  client.close()
}

async function measureAppending(site: BenchSite, figures: Figures, each: number): Promise<void> {
  const message = Buffer.concat([benchMessage(1).content, Buffer.alloc(8192, `${'x'.repeat(70)}\r\n`)])
  const spread = Array.from({ length: READERS }, (_, reader) => `reader-${reader}`)
  for (const [name, users] of [['1 connection', ['reader-0']], ['16 connections, 16 users', spread], ['16 connections, one mailbox', Array<string>(16).fill('reader-0')]] as const) {
    const clients = await Promise.all(users.map((user) => signIn(site, user)))
    const [ms = 1] = await timed(1, () => Promise.all(clients.map(async (client) => {
      for (let count = 0; count < each; count += 1) await client.append('INBOX', message)
    })))
    figures.record(`APPEND of 10 KB, durable, ${name}`, 'messages/s', [(users.length * each * 1000) / ms])
    for (const client of clients) client.close()
  }
}

async function measureIdling(site: BenchSite, figures: Figures, connections: number): Promise<void> {
  const waiting = await signIn(site, 'reader-1')
  await waiting.command('SELECT INBOX')
  const writing = await signIn(site, 'reader-1')
  await writing.command('SELECT INBOX')
  const idle = await waiting.idle()
  const values: number[] = []
  for (let run = 0; run < 20; run += 1) {
    const heard = idle.next()
    await writing.append('INBOX', benchMessage(run).content)
    const told = performance.now()
    await heard
    values.push(performance.now() - told)
  }
  figures.record("IDLE: notice after another connection's OK", 'ms', values)
  await idle.end()
  const before = residentMemory(site.pids.mail)
  const idlers: BenchImap[] = []
  for (let count = 0; count < connections; count += 1) {
    const client = await signIn(site, `reader-${count % READERS}`)
    await client.command('SELECT INBOX')
    await client.idle()
    idlers.push(client)
  }
  figures.record(`memory for each of ${connections} idle selected connections`, 'KiB', [((residentMemory(site.pids.mail) - before) * 1024) / connections])
  for (const client of [...idlers, waiting, writing]) client.close()
}
