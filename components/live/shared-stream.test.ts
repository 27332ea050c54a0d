import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SharedStream, type StreamMeans } from './shared-stream.ts'

/** A browser with its locks, channels and streams, all at once and in order. */
class FakeBrowser {
  readonly #channels = new Set<(said: unknown) => void>()
  readonly #waiting: { signal: AbortSignal; take: () => void }[] = []
  #held = false
  readonly streams: { url: string; send: (data: string) => void; isOpen: boolean }[] = []

  get open(): string[] {
    return this.streams.filter(({ isOpen }) => isOpen).map(({ url }) => url)
  }

  means(): StreamMeans {
    return {
      hold: (_, signal, task) => this.#hold(signal, task),
      openChannel: (_, hear) => {
        this.#channels.add(hear)
        return { say: (what) => this.#say(what, hear), close: () => this.#channels.delete(hear) }
      },
      openStream: (url, hear) => {
        const stream = { url, send: hear, isOpen: true }
        this.streams.push(stream)
        return { close: () => (stream.isOpen = false) }
      },
    }
  }

  #say(what: unknown, from: (said: unknown) => void): void {
    for (const hear of [...this.#channels]) if (hear !== from) hear(structuredClone(what))
  }

  async #hold(signal: AbortSignal, task: () => Promise<void>): Promise<void> {
    while (this.#held) await new Promise<void>((take) => this.#waiting.push({ signal, take }))
    if (signal.aborted) return
    this.#held = true
    await task()
    this.#held = false
    for (const { take } of this.#waiting.splice(0)) take()
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const tab = (browser: FakeBrowser, mailbox: string | undefined, heard: string[]): SharedStream =>
  new SharedStream(mailbox, { name: 'x', urlOf: (name) => name ?? 'nothing', hear: (data) => heard.push(data), means: browser.means() })

test('ten tabs share one stream and all of them hear', async () => {
  const browser = new FakeBrowser()
  const heard: string[][] = Array.from({ length: 10 }, () => [])
  const tabs = heard.map((own) => tab(browser, 'INBOX', own))
  await settled()
  assert.deepEqual(browser.open, ['INBOX'])
  browser.streams[0]?.send('news')
  assert.deepEqual(heard, Array.from({ length: 10 }, () => ['news']))
  for (const each of tabs) each.close()
  await settled()
  assert.deepEqual(browser.open, [])
})

test('when the tab that listens is closed, another one takes over', async () => {
  const browser = new FakeBrowser()
  const [first, second]: [string[], string[]] = [[], []]
  const one = tab(browser, 'INBOX', first)
  const two = tab(browser, 'Sent', second)
  await settled()
  one.close()
  await settled()
  assert.deepEqual(browser.open, ['Sent'])
  browser.streams.at(-1)?.send('after')
  assert.deepEqual([first, second], [[], ['after']])
  two.close()
})

test('the stream follows the mailbox that was opened last, in whichever tab', async () => {
  const browser = new FakeBrowser()
  const one = tab(browser, 'INBOX', [])
  await settled()
  const two = tab(browser, 'INBOX', [])
  two.watch('Archive')
  assert.deepEqual(browser.open, ['Archive'])
  one.watch('Sent')
  assert.deepEqual(browser.open, ['Sent'])
  one.close()
  two.close()
})

test('a tab that watches nothing hears, and gives way to the mailbox of another', async () => {
  const browser = new FakeBrowser()
  const [modest, watching]: [string[], string[]] = [[], []]
  const one = tab(browser, undefined, modest)
  await settled()
  assert.deepEqual(browser.open, ['nothing'])
  const two = tab(browser, 'Sent', watching)
  await settled()
  assert.deepEqual(browser.open, ['Sent'], 'the one that came later says what it wants')
  browser.streams.at(-1)?.send('news')
  assert.deepEqual([modest, watching], [['news'], ['news']])
  two.watch('Archive')
  assert.deepEqual(browser.open, ['Archive'])
  one.close()
  two.close()
})

test('a browser without locks has a stream in each tab', async () => {
  const browser = new FakeBrowser()
  const means = { ...browser.means(), hold: undefined }
  const one = new SharedStream('INBOX', { name: 'x', urlOf: (name) => name ?? 'nothing', hear: () => undefined, means })
  await settled()
  assert.deepEqual(browser.open, ['INBOX'])
  one.close()
  assert.deepEqual(browser.open, [])
})
