/*
 * One event stream a browser (an HTTP/1.1 browser has six connections to a host: the seventh stream hangs it). The tab
 * that holds the lock listens for all; what the others want to watch they say on the channel, and from it they hear.
 */

/** The browser's means, so that a test can bring its own. */
export interface StreamMeans {
  /** Runs `task` while this tab is the one that listens; ends it by the signal. Undefined where the browser has no locks. */
  readonly hold: ((name: string, signal: AbortSignal, task: () => Promise<void>) => Promise<void>) | undefined
  openChannel(name: string, hear: (said: unknown) => void): { say(what: unknown): void; close(): void }
  openStream(url: string, hear: (data: string) => void): { close(): void }
}

/** What tabs say to each other. */
type Said = { readonly type: 'event'; readonly data: string } | { readonly type: 'want'; readonly mailbox: string } | { readonly type: 'who' }

export interface SharedStreamOptions {
  /** Names the account's streams in this browser; another person's tabs must not hear them. */
  readonly name: string
  readonly urlOf: (mailbox: string | undefined) => string
  readonly hear: (data: string) => void
  readonly means: StreamMeans
}

/** This tab's part in the one stream of the browser. */
export class SharedStream {
  readonly #options: SharedStreamOptions
  readonly #end = new AbortController()
  readonly #channel: { say(what: unknown): void; close(): void }
  #stream: { close(): void } | undefined
  #streaming: string | undefined
  #isHolder = false
  #wanted: string | undefined

  /** Without a mailbox it hears what others watch, and what concerns everybody. */
  constructor(mailbox: string | undefined, options: SharedStreamOptions) {
    this.#options = options
    this.#wanted = mailbox
    this.#channel = options.means.openChannel(options.name, (said) => this.#hearTab(said as Said))
    const listen = (): Promise<void> => this.#listen()
    if (options.means.hold) void options.means.hold(options.name, this.#end.signal, listen).catch(() => undefined) // given up with the tab
    else void listen()
    // Whoever listens for all was perhaps there before.
    if (!this.#isHolder) this.#sayWanted()
  }

  /** True in the tab that has the stream, which says itself when it begins to watch. */
  get isHolder(): boolean {
    return this.#isHolder
  }

  /** The mailbox that this tab shows now. */
  watch(mailbox: string): void {
    this.#wanted = mailbox
    if (this.#isHolder) this.#open(mailbox)
    else this.#sayWanted()
  }

  close(): void {
    this.#end.abort()
    this.#stream?.close()
    this.#channel.close()
  }

  /** Holds the stream until this tab ends. */
  async #listen(): Promise<void> {
    if (this.#end.signal.aborted) return
    this.#isHolder = true
    this.#open(this.#wanted)
    this.#channel.say({ type: 'who' } satisfies Said)
    await new Promise((resolve) => this.#end.signal.addEventListener('abort', resolve, { once: true }))
  }

  /** The stream follows the mailbox that was opened last, in whichever tab. */
  #open(mailbox: string | undefined): void {
    if (this.#stream && this.#streaming === mailbox) return
    this.#stream?.close()
    this.#streaming = mailbox
    this.#stream = this.#options.means.openStream(this.#options.urlOf(mailbox), (data) => {
      this.#channel.say({ type: 'event', data } satisfies Said)
      this.#options.hear(data)
    })
  }

  #hearTab(said: Said): void {
    if (said.type === 'event') this.#options.hear(said.data)
    if (said.type === 'want' && this.#isHolder) this.#open(said.mailbox)
    if (said.type === 'who' && !this.#isHolder) this.#sayWanted()
  }

  #sayWanted(): void {
    if (this.#wanted !== undefined) this.#channel.say({ type: 'want', mailbox: this.#wanted } satisfies Said)
  }
}
