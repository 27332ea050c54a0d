import type { BearerTokens } from '#lib/accounts/bearer-tokens.ts'
import { clientCertificates } from '#lib/accounts/client-certificates.ts'
import { ConversationClient, WHOLE, type Split } from './conversation-client.ts'
import { parseScript, type Step } from './conversation-script.ts'
import { appendMessages, sampleMessage, startImapFixture, testCertificate, type FixtureOptions, type ImapFixture } from './imap-fixture.ts'
import { CertificateAuthority, type TestCertificate } from './fakes/certificate-authority.ts'
import { playScram } from './fakes/scram-client.ts'

export interface RunOptions extends FixtureOptions {
  readonly split?: Split
}

const FAKE_TOKENS: BearerTokens = {
  discovery: 'https://login.example.test/.well-known/openid-configuration',
  userOf: async (token) => /^token-of-(\w+)$/.exec(token)?.[1],
  accountName: (user) => user.replace(/@example\.test$/, ''),
}

/** Plays a script against a fresh server over real sockets. Throws an Error that names the line and what was heard. */
export async function runConversation(text: string, { split = WHOLE, ...options }: RunOptions = {}): Promise<void> {
  const { steps, tls, wary, tokens, certificates, anonymous, serviceAccounts, limits } = parseScript(text)
  const secured = tls !== 'none' && { listeners: [{ host: '127.0.0.1', port: 0, tls }], tls: await testCertificate() }
  const authority = certificates ? await CertificateAuthority.create() : undefined
  const proofs = {
    ...(tokens && { tokens: FAKE_TOKENS }),
    ...(authority && { certificates: clientCertificates({ authorities: authority.pem, naming: 'email', domains: ['example.test'] }) }),
  }
  const fixture = await startImapFixture({ ...options, ...secured, trustLoopback: !wary, anonymous, serviceAccounts, limits, ...proofs })
  const run = new Run(fixture, split, authority)
  try {
    for (const step of steps) {
      await run.play(step).catch((cause: unknown) => {
        throw new Error(`Line ${step.line}: ${cause instanceof Error ? cause.message : 'failed'}`, { cause })
      })
    }
    const failures = fixture.logged.filter((line) => line.includes('"level":"error"'))
    if (failures.length > 0) throw new Error(`The server logged an error: ${failures[0]}`)
  } finally {
    run.close()
    await fixture.close()
  }
}

class Run {
  readonly #fixture: ImapFixture
  readonly #split: Split
  readonly #clients = new Map<string, ConversationClient>()
  readonly #captured = new Map<string, string>()

  readonly #authority: CertificateAuthority | undefined

  constructor(fixture: ImapFixture, split: Split, authority: CertificateAuthority | undefined) {
    this.#authority = authority
    this.#fixture = fixture
    this.#split = split
  }

  close(): void {
    for (const client of this.#clients.values()) client.close()
  }

  async play(step: Step): Promise<void> {
    if (step.kind === 'mailbox' || step.kind === 'message') return await this.#fill(step)
    if (step.kind === 'client') return void (await this.#open(step.client, step.account))
    if (step.kind === 'group') return this.#fixture.accounts.regroup(step.name, step.members)
    const client = this.#clients.get(step.client) ?? (await this.#open(step.client, 'alice'))
    if (step.kind === 'says') await client.says(this.#filled(step.text) + (step.endsLine ? '\r\n' : ''))
    else if (step.kind === 'hears') await this.#hears(client, [...step.patterns])
    else if (step.kind === 'start-tls') await client.startTls(await this.#certificate(step.shown))
    else if (step.kind === 'deflate') client.deflate()
    else if (step.kind === 'scram') await playScram(client, step.attempt)
    else if (step.kind === 'closed') await expectEnd(client)
    else if (client.heard.some((line) => this.#match(step.pattern, line))) throw new Error('What must not appear was heard')
  }

  async #fill(step: Extract<Step, { kind: 'mailbox' | 'message' }>): Promise<void> {
    const store = await this.#fixture.stores.of('alice')
    if (step.kind === 'message') await appendMessages(store, step.mailbox, [step])
    else await appendMessages(store, step.name, Array.from({ length: step.count }, (_, index) => sampleMessage(index + 1)))
  }

  async #open(name: string, account: string | undefined): Promise<ConversationClient> {
    const client = new ConversationClient(await this.#fixture.connect(), this.#split)
    this.#clients.set(name, client)
    if (account === undefined) return client
    await client.line()
    await client.says(`login LOGIN ${account} postern-${account}\r\n`)
    if (!(await client.line())?.startsWith('login OK')) throw new Error('Sign-in failed')
    return client
  }

  async #certificate([first = '', ...rest]: readonly string[]): Promise<TestCertificate | undefined> {
    if (first === '') return undefined
    const isMarked = first === 'forged' || first === 'ended'
    const issuer = first === 'forged' ? await CertificateAuthority.create() : this.#authority
    return await issuer?.issue('somebody', isMarked ? rest : [first, ...rest], { ended: first === 'ended' })
  }

  async #hears(client: ConversationClient, patterns: string[]): Promise<void> {
    const passed: string[] = []
    while (patterns.length > 0) {
      const line = await client.line().catch((cause: unknown) => {
        throw new Error(`Waited for ${patterns[0]}; heard ${passed.join(' | ') || 'nothing'}`, { cause })
      })
      if (line === undefined) throw new Error(`Connection ended; waited for ${patterns[0]}; heard ${passed.join(' | ') || 'nothing'}`)
      const fits = patterns.findIndex((pattern) => this.#match(pattern, line))
      if (fits >= 0) patterns.splice(fits, 1)
      // A reply that ends a command, or asks to go on, is never passed over.
      else if (!line.startsWith('* ')) throw new Error(`Heard ${line}\n  instead of ${patterns[0]}\n  after ${passed.join('\n  ') || 'nothing'}`)
      else passed.push(line)
    }
  }

  #filled(text: string): string {
    return text.replace(/\{([A-Za-z]\w*)\}/g, (whole, name: string) => this.#captured.get(name) ?? whole)
  }

  /** Whether the whole line fits; captures only when it does. */
  #match(pattern: string, line: string): boolean {
    const names: string[] = []
    const source = pattern
      .split(/(\.\.\.|\{[A-Za-z]\w*\})/)
      .map((piece) => {
        if (piece === '...') return '.*'
        const name = /^\{([A-Za-z]\w*)\}$/.exec(piece)?.[1]
        if (name === undefined) return escaped(piece)
        const known = this.#captured.get(name)
        if (known !== undefined) return escaped(known)
        names.push(name)
        return '([^ ()\\]]+)'
      })
      .join('')
    const match = new RegExp(`^${source}$`).exec(line)
    if (!match) return false
    names.forEach((name, index) => this.#captured.set(name, match[index + 1]!))
    return true
  }
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** Whatever is still said, it must come to an end. */
async function expectEnd(client: ConversationClient): Promise<void> {
  while ((await client.line()) !== undefined);
}
