import { setTimeout as pause } from 'node:timers/promises'
import { ORIGIN } from '../gateway/route-site.ts'
import type { KilledGateway } from './killed-gateway.ts'
import { ANN } from './mail-room.ts'

interface Answer {
  readonly status: number
  readonly body: {
    readonly id?: string
    readonly kept?: string
    readonly failure?: string
    readonly kind?: string
    readonly state?: string
    readonly composition?: { readonly id: string; readonly revision: number; readonly body: string; readonly attachments: readonly { readonly name: string }[] }
    readonly outcome?: { readonly result: string }
    readonly leftovers?: readonly string[]
  }
}

/** What became of the composition: the gateway knows, or nobody can. */
export type End = 'sent' | 'postponed' | 'uncertain' | 'discarded'

/** How often something is tried while a fault lasts, and how long between, in milliseconds. */
const PATIENCE = 4
const BETWEEN = 60

/** What an attachment of that name and size holds. */
export function attachmentOf(name: string, octets: number): Buffer<ArrayBuffer> {
  return Buffer.alloc(octets, name)
}

/** A tab in which Ann writes: it keeps what it has typed and tries again, by the rules of the compose page. */
export class WritingClient {
  /** What the gateway has said that it keeps. */
  readonly acknowledged = new Set<string>()
  /** How many octets each attachment has that it keeps. */
  readonly attached = new Map<string, number>()
  id = ''
  /** The last answer, for whoever asks why nothing goes on. */
  heard = ''
  readonly #gateway: KilledGateway
  readonly #token: string
  #cookie = ''
  #revision = 0
  #body = ''
  /** A save of which no answer came. */
  #doubtful: { readonly revision: number; readonly body: string } | undefined

  constructor(gateway: KilledGateway, token: string) {
    this.#gateway = gateway
    this.#token = token
  }

  get text(): string {
    return this.#body
  }

  /** The session has ended, and the tab does not know. */
  expire(): void {
    this.#cookie = `postern=${'x'.repeat(40)}`
  }

  begin(): Promise<boolean> {
    return this.#insist(async () => this.#took(await this.#post('/api/compositions', { kind: 'new' }), 201))
  }

  resume(mailbox: string, id: string): Promise<boolean> {
    return this.#insist(async () => this.#took(await this.#post('/api/compositions', { kind: 'resume', mailbox, id }), 201))
  }

  /** Goes on with what another tab has left open. */
  async adopt(id: string): Promise<boolean> {
    this.id = id
    return this.#insist(async () => (await this.#look())?.body.composition !== undefined)
  }

  type(word: string): Promise<boolean> {
    this.#body += `${word}\n`
    return this.save()
  }

  save(): Promise<boolean> {
    return this.#insist(async () => {
      // What was saved without our hearing of it contradicts nobody when it is said again.
      if (this.#doubtful && !(await this.#saveText(this.#doubtful))) return false
      return this.#saveText({ revision: this.#revision, body: this.#body })
    })
  }

  attach(name: string, octets: number): Promise<boolean> {
    return this.#insist(async () => {
      const seen = (await this.#look())?.body.composition?.attachments.some((each) => each.name === name)
      if (seen === undefined) return false
      if (!seen) {
        const upload = new FormData()
        upload.append('intent', 'attach')
        upload.append('files', new File([attachmentOf(name, octets)], name))
        if ((await this.#ask(this.#url, { upload }))?.status !== 200) return false
      }
      this.attached.set(name, octets)
      return true
    })
  }

  /** Presses that button until something has become of the composition; undefined while nothing has. */
  async finish(intent: 'send' | 'postpone' | 'discard'): Promise<End | undefined> {
    for (let tries = 0; tries < PATIENCE; tries += 1) {
      const now = await this.#look()
      if (now?.body.kind === 'gone') return now.body.outcome?.result as End
      const state = now?.body.state
      if (state === 'uncertain' && intent === 'send') return 'uncertain'
      const button = state === 'waiting' ? (intent === 'send' ? 'send-now' : 'take-back') : state === 'accepted' ? 'send' : intent
      const answer = state === undefined || state === 'sending' || state === 'delivering' ? undefined : await this.#post(this.#url, { intent: button })
      // Without its copy in Sent it is not done: the button tries that alone again, as the outbox would in a minute.
      if (answer?.body.outcome && !answer.body.leftovers?.includes('copied')) return answer.body.outcome.result as End
      await pause(BETWEEN)
    }
    return undefined
  }

  /** How many texts with that subject are still open: one that stays behind is a copy that nobody asked for. */
  async leftOpen(): Promise<number | undefined> {
    const answer = await this.#ask('/api/compositions', {})
    const open = answer?.status === 200 ? (answer.body as unknown as readonly { readonly subject: string }[]) : undefined
    return open?.filter(({ subject }) => subject === this.#token).length
  }

  get #url(): string {
    return `/api/compositions/${this.id}`
  }

  async #saveText({ revision, body }: { readonly revision: number; readonly body: string }): Promise<boolean> {
    const text = { to: 'bob@example.test', cc: '', bcc: '', replyTo: '', subject: this.#token, body, priority: 'normal', reports: 'none', headers: '' }
    const answer = await this.#post(this.#url, { ...text, intent: 'save', revision })
    if (answer === undefined) this.#doubtful = { revision, body }
    if (answer?.body.kept !== undefined) return this.adopt(answer.body.kept)
    if (answer?.status !== 200) return false
    this.#doubtful = undefined
    this.#revision = answer.body.composition?.revision ?? revision
    for (const word of body.split('\n').filter((each) => each !== '')) this.acknowledged.add(word)
    return true
  }

  /** What the page shows when it is loaded anew; a tab that has typed nothing takes its text. */
  async #look(): Promise<Answer | undefined> {
    const answer = await this.#ask(this.#url, {})
    const { composition } = answer?.body ?? {}
    if (!composition) return answer
    this.#revision = composition.revision
    if (this.#body === '') this.#body = composition.body.replace(/\n*$/, '\n')
    return answer
  }

  async #took(answer: Answer | undefined, status: number): Promise<boolean> {
    if (answer?.status !== status) return false
    this.id = answer.body.id ?? ''
    return (await this.#look()) !== undefined
  }

  async #insist(work: () => Promise<boolean>): Promise<boolean> {
    for (let tries = 0; tries < PATIENCE; tries += 1) {
      if (await work()) return true
      await pause(BETWEEN)
    }
    return false
  }

  #post(path: string, json: object): Promise<Answer | undefined> {
    return this.#ask(path, { json })
  }

  /** Undefined where nobody answered. Whose session has ended signs in at its place, and goes on. */
  async #ask(path: string, { json, upload }: { readonly json?: object; readonly upload?: FormData }): Promise<Answer | undefined> {
    const headers = { Accept: 'application/json', Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin', 'X-Postern': '1', Cookie: this.#cookie, ...(json && { 'Content-Type': 'application/json' }) }
    try {
      const body = json ? { method: 'POST', body: JSON.stringify(json) } : upload ? { method: 'POST', body: upload } : {}
      const response = await fetch(this.#gateway.base + path, { ...body, headers, redirect: 'manual' })
      const answer = { status: response.status, body: (await response.json()) as Answer['body'] }
      this.heard = `${path}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 500)}`
      if (answer.status === 401) await this.#signIn()
      return answer.status === 401 ? undefined : answer
    } catch (error) {
      this.heard = `${path}: ${String((error as Error).cause ?? error)}`
      return undefined // it was killed
    }
  }

  async #signIn(): Promise<void> {
    const headers = { Accept: 'application/json', Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin' }
    const response = await fetch(`${this.#gateway.base}/api/session`, { method: 'POST', body: new URLSearchParams(ANN), headers, redirect: 'manual' })
    for (const set of response.headers.getSetCookie()) this.#cookie = set.split(';', 1)[0] ?? ''
    await response.arrayBuffer()
  }
}
