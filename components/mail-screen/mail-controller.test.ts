import assert from 'node:assert/strict'
import { test } from 'node:test'
import { urls } from '#lib/api/urls.ts'
import { wordsIn } from '#lib/i18n/words-in.ts'
import type { IndexPage, MessageSummary } from '#lib/mail/index-page.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import type { Place } from '../mail-state/place.ts'
import { MailStore } from '../mail-state/mail-store.ts'
import type { MailClient, Moved } from './mail-client.ts'
import { MailController, type ControllerParts } from './mail-controller.ts'

const words = await wordsIn('en')
const INBOX: Place = { mailbox: 'INBOX', query: {}, show: {} }
const summary = (uid: number, seen = false): MessageSummary => ({
  id: `1.${uid}`, from: [], to: [], subject: `s${uid}`, date: '2025-01-01T00:00:00Z', size: 1, seen, flagged: false, answered: false, forwarded: false, draft: false, deleted: false, hasAttachment: false,
})
const view = (uid: number): MessageView => ({
  ...summary(uid), mailbox: 'INBOX', envelope: { subject: '', from: [], sender: [], replyTo: [], to: [], cc: [], bcc: [], inReplyTo: '', messageId: '' }, headers: [], bodies: [], attachments: [], notices: [],
})

/** A gateway with one mailbox, which remembers what it was asked. */
class FakeGateway implements MailClient {
  messages: MessageSummary[] = [summary(3), summary(2), summary(1)]
  readonly asked: string[] = []
  refusal: Error | undefined
  moved: Moved | undefined

  page(): IndexPage {
    const { messages } = this
    return { mailbox: 'INBOX', uidValidity: 1, total: messages.length, unseen: messages.filter(({ seen }) => !seen).length, page: 1, pageSize: 50, sort: 'arrival', reverse: true, search: '', messages: [...messages], sortedByArrival: false, writable: true }
  }
  async mailboxes() {
    return [{ name: 'INBOX', label: 'INBOX', level: 0, selectable: true, hasChildren: false, subscribed: true, shared: false, unseen: this.page().unseen }]
  }
  async index(mailbox: string, _query?: object) {
    this.asked.push(`index ${mailbox}`)
    return this.page()
  }
  async message({ uid }: { uid: number }, _query?: object, _opens?: boolean): Promise<MessageView> {
    this.asked.push(`message ${uid}`)
    return view(uid)
  }
  async change(mailbox: string, { action, messages, target }: { action: string; messages: readonly string[]; target?: string }) {
    this.asked.push(`${action} ${messages.join(',')}${target ? ` to ${target}` : ''} in ${mailbox}`)
    await Promise.resolve()
    if (this.refusal) throw this.refusal
    if (action === 'mark-seen') this.messages = this.messages.map((message) => (messages.includes(message.id) ? { ...message, seen: true } : message))
    if (action === 'delete') this.messages = this.messages.filter(({ id }) => !messages.includes(id))
    return this.moved
  }
}

async function screen(place: Place = INBOX, habits: Partial<ControllerParts['habits']> = {}) {
  const gateway = new FakeGateway()
  const visited: string[] = []
  const waiting: (() => void)[] = []
  const store = new MailStore({ mailboxes: await gateway.mailboxes(), place, index: gateway.page(), message: undefined, chosen: new Set(), cursor: undefined, anchor: undefined, going: undefined, saying: undefined, announcement: '' })
  const controller = new MailController({
    client: gateway,
    urls: urls(''),
    browser: { visit: (url, how) => visited.push(`${how} ${url}`), leave: (url) => visited.push(`leave ${url}`), whenIdle: (task) => task(), whenFree: (task) => void waiting.push(task) },
    state: store.state,
    dispatch: store.dispatch,
    habits: { 'reading.mark_seen': 'when-opened', 'reading.after_removal': 'next', ...habits },
    words,
    onHtml: (mailbox, id, section) => void gateway.asked.push(`html ${section} of ${id} in ${mailbox}`),
    explain: (error) => ((error as Error).message === 'signed out' ? 'sign-in' : { kind: 'problem', sentence: (error as Error).message }),
  })
  return { gateway, visited, waiting, store, controller }
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('a message opens beside the index that is there, is marked as read and stands in the address', async () => {
  const { gateway, visited, store, controller } = await screen()
  assert.equal(await controller.go({ ...INBOX, message: '1.2' }), true)
  await settled()
  assert.deepEqual(gateway.asked, ['message 2', 'mark-seen 1.2 in INBOX'])
  assert.deepEqual(visited, ['push /mailboxes/INBOX/1.2'])
  assert.deepEqual([store.state().message?.seen, store.state().index?.unseen, store.state().mailboxes[0]?.unseen], [true, 2, 2])
})

test('the HTML of a message is asked for with the message, where its row says which part that is', async () => {
  const { gateway, store, controller } = await screen(INBOX, { 'reading.mark_seen': 'by-hand' })
  const rows = [{ ...summary(3), htmlSection: '1' }, { ...summary(2), htmlSection: '1.2' }, { ...summary(1), htmlSection: '1', size: 1_000_001 }]
  store.dispatch({ type: 'refreshed', index: { ...gateway.page(), messages: rows } })
  await controller.go({ ...INBOX, message: '1.2' })
  await controller.go({ ...INBOX, message: '1.1' })
  await controller.go({ ...INBOX, message: '1.3', show: { images: '1' } })
  assert.deepEqual(gateway.asked, ['message 2', 'html 1.2 of 1.2 in INBOX', 'message 1', 'message 3'], 'not of one that may be too large to be opened at once, nor of one that is to be shown otherwise')
})

test('who marks by hand opens without marking', async () => {
  const { gateway, store, controller } = await screen(INBOX, { 'reading.mark_seen': 'by-hand' })
  await controller.go({ ...INBOX, message: '1.2' })
  await settled()
  assert.deepEqual([gateway.asked, store.state().message?.seen], [['message 2'], false])
})

test('a message that is withheld is neither read nor opened ahead, and fetched once more when it is opened', async () => {
  const { store, controller, gateway } = await screen()
  gateway.message = async ({ uid }, _query?: object, opens = false) => {
    gateway.asked.push(`${opens ? 'open' : 'ask for'} ${uid}`)
    return { ...view(uid), ...(opens ? {} : { isWithheld: true as const }) }
  }
  controller.prefetch('1.2')
  await controller.go({ ...INBOX, message: '1.2' })
  assert.deepEqual([gateway.asked, store.state().message?.isWithheld, store.state().message?.seen], [['ask for 2'], true, false])
  await controller.go({ ...INBOX, message: '1.2', show: { open: '1' } })
  assert.deepEqual([gateway.asked, store.state().message?.isWithheld, store.state().message?.seen], [['ask for 2', 'open 2', 'mark-seen 1.2 in INBOX'], undefined, true])
})

test('after the open message was deleted comes the next one, or the index for those who prefer it', async () => {
  for (const [habit, url] of [['next', 'replace /mailboxes/INBOX/1.1'], ['index', 'replace /mailboxes/INBOX']] as const) {
    const { visited, controller } = await screen(INBOX, { 'reading.after_removal': habit })
    await controller.go({ ...INBOX, message: '1.2' })
    await controller.change('delete', ['1.2'])
    assert.equal(visited.at(-1), url)
  }
})

test('looking ahead fetches once and marks nothing', async () => {
  const { gateway, store, controller } = await screen()
  controller.prefetch('1.3')
  controller.prefetch('1.3')
  await settled()
  assert.deepEqual(gateway.asked, ['message 3'])
  assert.equal(store.state().index?.unseen, 3)
  await controller.go({ ...INBOX, message: '1.3' })
  assert.deepEqual(gateway.asked.filter((what) => what.startsWith('message')), ['message 3'])
})

test('what comes next is there before it is asked for', async () => {
  const { gateway, controller } = await screen()
  gateway.message = async ({ uid }) => {
    gateway.asked.push(`message ${uid}`)
    return { ...view(uid), ...(uid > 1 ? { next: `1.${uid - 1}` } : {}) }
  }
  await controller.go({ ...INBOX, message: '1.3' })
  await settled()
  await controller.go({ ...INBOX, message: '1.2' })
  await settled()
  assert.deepEqual(gateway.asked.filter((what) => what.startsWith('message')), ['message 3', 'message 2', 'message 1'])
})

test('deleting the open message opens the next one; undo knows where they went', async () => {
  const { gateway, visited, store, controller } = await screen()
  await controller.go({ ...INBOX, message: '1.3' })
  await settled()
  gateway.moved = { target: 'Trash', ids: [['1.3', '9.7']] }
  await controller.change('delete', ['1.3'])
  assert.equal(store.state().place.message, '1.2')
  assert.equal(visited.at(-1), 'replace /mailboxes/INBOX/1.2')
  assert.deepEqual(store.state().saying?.undo, { from: 'Trash', to: 'INBOX', ids: ['9.7'] })
  gateway.moved = undefined
  await controller.undo()
  assert.ok(gateway.asked.includes('move 9.7 to INBOX in Trash'))
})

test('what the server refuses is taken back, with its words', async () => {
  const { gateway, store, controller } = await screen()
  gateway.refusal = new Error('No.')
  await controller.change('delete', ['1.1', '1.2'])
  assert.deepEqual(store.state().index?.messages.map(({ id }) => id), ['1.3', '1.2', '1.1'])
  assert.equal(store.state().saying?.sentence, 'No.')
})

test('an ended session leads to the sign-in page by way of the place that was wanted', async () => {
  const { gateway, visited, controller } = await screen()
  gateway.refusal = new Error('signed out')
  await controller.change('flag', ['1.1'])
  assert.deepEqual(visited, ['leave /mailboxes/INBOX'])
})

test('news that nobody asked for lead there only when nobody writes in the page', async () => {
  const { gateway, visited, waiting, controller } = await screen()
  gateway.index = () => Promise.reject(new Error('signed out'))
  await controller.refresh()
  assert.deepEqual(visited, [])
  for (const task of waiting) task()
  assert.deepEqual(visited, ['leave /mailboxes/INBOX'])
})

test('the later of two journeys wins', async () => {
  const { visited, store, controller } = await screen()
  const [first, second] = await Promise.all([controller.go({ ...INBOX, message: '1.1' }), controller.go({ ...INBOX, message: '1.2' })])
  assert.deepEqual([first, second, store.state().place.message], [false, true, '1.2'])
  assert.deepEqual(visited, ['push /mailboxes/INBOX/1.2'])
})

test('news from before a change do not undo it on the screen', async () => {
  const { gateway, store, controller } = await screen()
  const stale = gateway.page()
  let answer = (): void => undefined
  gateway.index = (mailbox) => {
    gateway.asked.push(`index ${mailbox}`)
    gateway.index = async () => gateway.page()
    return new Promise((resolve) => (answer = () => resolve(stale)))
  }
  const refreshing = controller.refresh()
  await controller.change('mark-seen', ['1.1'])
  answer()
  await refreshing
  assert.equal(store.state().index?.messages.find(({ id }) => id === '1.1')?.seen, true)
})

test('nothing chosen, nothing asked', async () => {
  const { gateway, store, controller } = await screen()
  await controller.change('delete', [])
  assert.deepEqual(gateway.asked, [])
  assert.equal(store.state().saying?.kind, 'notice')
})

test('what is at hand is shown at once, and the address follows', async () => {
  const { gateway, visited, store, controller } = await screen()
  controller.prefetch('1.3')
  await settled()
  const going = controller.go({ ...INBOX, message: '1.3' })
  assert.equal(store.state().message?.id, '1.3')
  assert.equal(store.state().going, undefined)
  assert.equal(await going, true)
  assert.deepEqual(visited, ['push /mailboxes/INBOX/1.3'])
  assert.deepEqual(gateway.asked, ['message 3', 'mark-seen 1.3 in INBOX'])
})

test('a screen says that it is busy once it has kept somebody waiting, and not before', async ({ mock }) => {
  const { gateway, store, controller } = await screen()
  mock.timers.enable({ apis: ['setTimeout'] })
  const message = await gateway.message({ uid: 3 })
  const answers: (() => void)[] = []
  gateway.message = () => new Promise((resolve) => answers.push(() => resolve(message)))
  const quick = controller.go({ ...INBOX, message: '1.3' })
  mock.timers.tick(100)
  assert.equal(store.state().going, undefined)
  answers[0]?.()
  await quick
  mock.timers.tick(1000)
  assert.equal(store.state().going, undefined)
  const slow = controller.go({ ...INBOX, message: '1.2' })
  mock.timers.tick(200)
  assert.equal(store.state().going?.message, '1.2')
  answers[1]?.()
  await slow
  assert.equal(store.state().going, undefined)
})

test('who turned one page finds the next one there; a change of the mailbox gives it up', async () => {
  const { gateway, store, controller } = await screen()
  const asked: (number | undefined)[] = []
  gateway.index = async (_, query: { page?: number } = {}) => {
    asked.push(query.page)
    return { ...gateway.page(), page: query.page ?? 1, total: 500 }
  }
  const page = (to: number): Place => ({ ...INBOX, query: { page: to } })
  await controller.go(page(2))
  await settled()
  const going = controller.go(page(3))
  assert.equal(store.state().index?.page, 3)
  await going
  await settled()
  assert.deepEqual(asked, [2, 3, 4])
  await controller.change('flag', ['1.1'])
  await controller.go(page(4))
  assert.deepEqual(asked.slice(0, 4), [2, 3, 4, 4])
})
