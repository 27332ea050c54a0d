import { setTimeout as pause } from 'node:timers/promises'
import type { SubmissionBehaviour, SubmissionServer } from '../fakes/submission-server.ts'
import type { SeededRandom } from '../fuzz/random.ts'
import type { ImapCutter } from './imap-cutter.ts'
import type { KilledGateway } from './killed-gateway.ts'
import type { LyingMessage, MailRoom } from './mail-room.ts'
import { attachmentOf, WritingClient, type End } from './writing-client.ts'

export interface ChaosSite {
  readonly gateway: KilledGateway
  readonly cutter: ImapCutter
  readonly room: MailRoom
  readonly submissions: SubmissionServer
}

/** What breaks, the worst more often than the rest. */
const FAULTS = ['kill', 'kill', 'cut', 'cut', 'cut-append', 'cut-append', 'expire', 'quota', 'no-drafts', 'uidvalidity', 'close-tab', 'smtp-down', 'smtp-later', 'smtp-breaks', 'smtp-silent', 'smtp-drops'] as const
type Fault = (typeof FAULTS)[number]

const BEHAVIOURS: Readonly<Partial<Record<Fault, SubmissionBehaviour>>> = {
  'smtp-down': { greeting: 'drop' },
  'smtp-later': { content: '451 4.7.1 later' },
  'smtp-breaks': { dropContentAfter: 300 },
  'smtp-silent': { losesAnswer: true },
  'smtp-drops': { content: 'drop' },
}

/** How far into a step a fault strikes, in milliseconds: early, late, or when it is nearly over. */
const DEPTHS = [10, 40, 200] as const

/** Octets of attachments; the copy of what has a large one is begun before the message is accepted. */
const SIZES = [900, 40_000, 400_000, 800_000] as const

/** A try while everything works takes no longer than so many. */
const TRIES = 60

/** One scripted composition with faults at random places: what is wrong afterwards, in words, each with what was done. */
export class ChaosRound {
  readonly faults: Fault[] = []
  readonly #site: ChaosSite
  readonly #random: SeededRandom
  readonly #token: string
  #client: WritingClient
  #words = 0
  /** Where the text is between two tabs: only in Drafts. */
  #isPutAway = false
  readonly #wrong: string[] = []

  constructor(site: ChaosSite, random: SeededRandom, token: string) {
    this.#site = site
    this.#random = random
    this.#token = token
    this.#client = new WritingClient(site.gateway, token)
  }

  async play(): Promise<readonly string[]> {
    await this.#step(() => this.#client.begin())
    await this.#write()
    if (this.#random.once(2)) {
      await this.#end('postpone')
      await this.#resume()
      await this.#write()
    }
    await this.#end(this.#random.once(2) ? 'postpone' : 'send')
    let left: number | undefined
    await this.#healed(async () => (left = await this.#client.leftOpen()) !== undefined)
    if (left !== 0) this.#wrong.push(`${left} compositions left open`)
    return this.#wrong.map((each) => `${this.#token} (${this.faults.join(', ')}): ${each}`)
  }

  async #write(): Promise<void> {
    const steps = 1 + this.#random.below(3)
    for (let step = 0; step < steps; step += 1) {
      const name = `${this.#token}-${(this.#words += 1)}`
      // Tried again it is the same file: the answer to the first may have been lost.
      const octets = step > 0 && this.#random.once(2) ? this.#random.pick(SIZES) : undefined
      await this.#step(() => (octets === undefined ? this.#client.type(name) : this.#client.attach(`${name}.bin`, octets)))
    }
    // Whoever ends it has it saved; the form posts its text along.
    await this.#healed(() => this.#client.save())
  }

  async #end(intent: 'send' | 'postpone'): Promise<void> {
    let end: End | undefined
    await this.#step(async () => {
      end = await this.#client.finish(intent)
      return end !== undefined
    })
    if (end === 'uncertain') await this.#compareUncertain()
    else await this.#compare(end, intent)
    this.#isPutAway = intent === 'postpone'
  }

  async #resume(): Promise<void> {
    const [draft] = await this.#site.room.found('Drafts', this.#token)
    if (!draft) return void this.#wrong.push('no draft to resume')
    const before = this.#client
    this.#client = new WritingClient(this.#site.gateway, this.#token)
    for (const word of before.acknowledged) this.#client.acknowledged.add(word)
    for (const [name, octets] of before.attached) this.#client.attached.set(name, octets)
    const id = `${await this.#site.room.uidValidity('Drafts')}.${draft.uid}`
    await this.#healed(() => this.#client.resume('Drafts', id))
    this.#isPutAway = false
    await this.#healed(() => this.#client.adopt(this.#client.id))
  }

  /** One step, sometimes with a fault before or in the middle of it; once all works again it has to go through. */
  async #step(work: () => Promise<boolean>): Promise<void> {
    const fault = this.#random.once(3) ? this.#random.pick(FAULTS) : undefined
    const isHarmful = fault === 'no-drafts' && (this.#isPutAway || (await this.#site.room.found('Drafts', this.#token)).length > 0)
    if (fault === undefined || isHarmful) return this.#healed(work)
    this.faults.push(fault)
    await this.#prepare(fault)
    const [done] = await Promise.all([work(), this.#strike(fault)])
    if ((await this.#site.room.found('Drafts', this.#token)).length > 2) this.#wrong.push('more than one draft too many')
    await this.#mend(fault)
    if (!done) await this.#healed(work)
  }

  /** What is broken before the step begins. */
  async #prepare(fault: Fault): Promise<void> {
    const { cutter, room, submissions } = this.#site
    if (fault === 'quota') await room.fillQuota()
    if (fault === 'no-drafts') await room.removeDrafts()
    if (fault === 'uidvalidity') await room.renewDrafts()
    if (fault === 'expire') this.#client.expire()
    if (fault === 'cut-append') cutter.armed = { text: 'APPENDUID', arrives: this.#random.once(2) }
    submissions.behaviour = BEHAVIOURS[fault] ?? {}
  }

  /** What breaks in the middle of it. */
  async #strike(fault: Fault): Promise<void> {
    const { gateway, cutter } = this.#site
    await pause(this.#random.below(this.#random.pick(DEPTHS)))
    if (fault === 'cut') cutter.cut()
    if (fault !== 'kill') return
    await gateway.kill()
    await gateway.start()
  }

  async #mend(fault: Fault): Promise<void> {
    const { cutter, room, submissions } = this.#site
    cutter.armed = undefined
    submissions.behaviour = {}
    if (fault === 'close-tab') await this.#reopen()
    if (fault === 'quota') await room.freeQuota()
  }

  /** The tab was closed, and what it alone knew is lost; another one goes on with what the gateway has. */
  async #reopen(): Promise<void> {
    if (this.#client.id === '') return
    const { id, acknowledged, attached } = this.#client
    this.#client = new WritingClient(this.#site.gateway, this.#token)
    for (const word of acknowledged) this.#client.acknowledged.add(word)
    for (const [name, octets] of attached) this.#client.attached.set(name, octets)
    await this.#client.adopt(id)
  }

  async #healed(work: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < TRIES; tries += 1) if (await work()) return
    throw new Error(`${this.#token} (${this.faults.join(', ')}): nothing goes on although everything works; ${this.#client.heard}; ${this.#site.gateway.said}`)
  }

  async #compare(end: End | undefined, intent: 'send' | 'postpone'): Promise<void> {
    const { room, submissions } = this.#site
    const drafts = await room.found('Drafts', this.#token)
    const sent = submissions.received.filter(({ content }) => content.includes(`Subject: ${this.#token}\r\n`))
    const copies = await room.found('Sent', this.#token)
    if (end === 'postponed') {
      if (drafts.length !== 1) this.#wrong.push(`${drafts.length} drafts after postponing`)
      if (sent.length > 0) this.#wrong.push('sent although it was postponed')
      this.#compareText(drafts.at(-1))
    } else if (end === 'sent') {
      if (sent.length !== 1) this.#wrong.push(`sent ${sent.length} times`)
      if (copies.length !== 1) this.#wrong.push(`${copies.length} copies in Sent`)
      if (drafts.length > 0) this.#wrong.push(`${drafts.length} drafts left behind by sending`)
      this.#compareText(sent.at(-1))
    } else this.#wrong.push(`${intent} ended as ${end}`)
  }

  /** Nobody knows whether it was sent: it is there still, and was not sent again. */
  async #compareUncertain(): Promise<void> {
    const sent = this.#site.submissions.received.filter(({ content }) => content.includes(`Subject: ${this.#token}\r\n`))
    if (sent.length > 1) this.#wrong.push(`sent ${sent.length} times`)
    const left = new WritingClient(this.#site.gateway, this.#token)
    await this.#healed(() => left.adopt(this.#client.id))
    for (const word of this.#client.acknowledged) if (!left.text.includes(`${word}\n`)) this.#wrong.push(`the word ${word} is lost`)
    await this.#healed(async () => (await left.finish('discard')) !== undefined)
  }

  #compareText(message: Pick<LyingMessage, 'content'> | undefined): void {
    const content = message?.content ?? ''
    const encoded = content.replaceAll('\r\n', '')
    for (const word of this.#client.acknowledged) if (!content.includes(`${word}\r\n`)) this.#wrong.push(`the word ${word} is lost`)
    for (const [name, octets] of this.#client.attached) if (!content.includes(name) || !encoded.includes(attachmentOf(name, octets).toString('base64'))) this.#wrong.push(`the attachment ${name} is lost`)
  }
}
