import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { promisify } from 'node:util'
import { environmentWith } from '#lib/config/environment.ts'
import { openDiskStores } from '#lib/mail-store/disk/disk-stores.ts'
import type { MailStore, Mailbox } from '#lib/mail-store/mail-store.ts'
import { appendMessages, startImapFixture, type SampleMessage } from '../../imap-fixture.ts'

/** How long a program may take, in milliseconds: beyond it hangs. */
const PATIENCE = 60_000

/** The embedded server over a store on the disk, and a home directory for programs that speak to it as alice. */
export interface ClientSite {
  readonly port: number
  /** The home directory of whoever runs the programs; taken away at the end. */
  readonly home: string
  readonly store: MailStore
  /** Writes a file of the home directory. */
  write(name: string, text: string): Promise<string>
  append(mailbox: string, samples: readonly SampleMessage[]): Promise<void>
  mailbox(name: string): Promise<Mailbox>
  /** Runs a program to its end and answers what it prints. Throws what it said when it fails. */
  run(program: string, ...words: readonly string[]): Promise<string>
  /**
   * Runs one that draws on a screen, to its end, and types: whenever the first word of a step stands there, what follows it. Answers the
   * steps that were not reached, with what stood there last.
   */
  onScreen(command: string, steps: readonly ScreenStep[]): Promise<string>
  /** The server's own errors. */
  errors(): readonly string[]
  stop(): Promise<void>
}

/** What stands on a screen, and what is typed then. */
export type ScreenStep = readonly [seen: string | RegExp, typed: string]

export async function startClientSite(): Promise<ClientSite> {
  const home = await mkdtemp(path.join(tmpdir(), 'postern-client-'))
  const stores = await openDiskStores(path.join(home, 'store'))
  const fixture = await startImapFixture({ storeOf: ({ name }) => stores.of(name) })
  const store = await stores.of('alice')
  const env = environmentWith({ HOME: home, MAIL: undefined, XDG_CONFIG_HOME: undefined, LC_ALL: 'C.UTF-8', TERM: 'xterm', LINES: '40', COLUMNS: '120' })
  return {
    port: fixture.port,
    home,
    store,
    async write(name, text) {
      const file = path.join(home, name)
      await writeFile(file, text, { mode: 0o600 })
      return file
    },
    append: (mailbox, samples) => appendMessages(store, mailbox, samples),
    async mailbox(name) {
      const found = await store.mailbox(name)
      if (!found) throw new Error(`There is no ${name}`)
      return found
    },
    async run(program, ...words) {
      const running = promisify(execFile)(program, [...words], { cwd: home, env, timeout: PATIENCE, maxBuffer: 64 * 1024 * 1024 })
      running.child.stdin?.end()
      const { stdout, stderr } = await running
      return stdout + stderr
    },
    onScreen: (command, steps) => typeInto(spawn('script', ['-qefc', command, '/dev/null'], { cwd: home, env, timeout: PATIENCE, stdio: ['pipe', 'pipe', 'inherit'] }), steps),
    errors: () => fixture.logged.filter((line) => line.includes('"level":"error"')),
    async stop() {
      await fixture.close()
      await stores.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}

function typeInto(child: ChildProcessByStdio<Writable, Readable, null>, steps: readonly ScreenStep[]): Promise<string> {
  const left = [...steps]
  let screen = ''
  child.stdout.on('data', (chunk: Buffer) => {
    // Escape sequences place words on a terminal; what counts here is that the words came.
    const words = chunk.toString('latin1').replace(/\x1b[[(][0-9;?]*[A-Za-z]?/g, ' ').replace(/[\x00\r\n]/g, ' ')
    screen = (screen + words).replace(/ +/g, ' ')
    for (let [step] = left; step; [step] = left) {
      const behind = endOf(screen, step[0])
      if (behind === undefined) return
      left.shift()
      screen = screen.slice(behind)
      child.stdin.write(step[1])
    }
  })
  const { promise, resolve } = Promise.withResolvers<string>()
  child.on('close', () => resolve(left.length === 0 ? '' : `${left.map(([seen]) => seen).join(', ')} never came; last: ${screen.slice(-2000)}`))
  return promise
}

/** Where in the text what was waited for ends; undefined while it is not there. */
function endOf(text: string, awaited: string | RegExp): number | undefined {
  if (typeof awaited === 'string') return text.includes(awaited) ? text.indexOf(awaited) + awaited.length : undefined
  const found = awaited.exec(text)
  return found ? found.index + found[0].length : undefined
}

export interface KnownMessage {
  readonly uid: number
  readonly flags: readonly string[]
  readonly text: string
}

/** Every message as the store has it, ascending by UID. */
export async function contentsOf(mailbox: Mailbox): Promise<readonly KnownMessage[]> {
  const contents: KnownMessage[] = []
  for await (const batch of mailbox.messages(await mailbox.uids(), [])) {
    for (const { uid, flags } of batch) contents.push({ uid, flags: [...flags].sort(), text: await octetsOf(mailbox.content(uid)) })
  }
  return contents
}

async function octetsOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of content) chunks.push(chunk)
  return Buffer.concat(chunks).toString('latin1')
}
