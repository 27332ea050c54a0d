import { fieldOf, type PreferenceDesk } from './preference-desk.ts'
import { ORIGIN } from './route-site.ts'
import { COMPOSITION_HEADER } from '#lib/composition/message/build-message.ts'
import { notice } from '#lib/http/failed-forms.ts'
import type { MailboxSummary, MessageAction } from '#lib/mail/index-page.ts'
import type { SpellingReport } from '#lib/mail/writing/spelling/unknown-word.ts'
import type { PreferenceName, PreferenceValues } from '#lib/mail/preferences/schema.ts'

/** What somebody notices of a preference: with none set, and with each of those values. */
export interface Effect<Value = unknown> {
  readonly look: (desk: PreferenceDesk) => Promise<unknown>
  readonly usual: unknown
  readonly set: readonly (readonly [value: Value, seen: unknown])[]
}

const DESK = { name: 'Desk', address: 'desk@pier.test', reply_to: 'office@pier.test', organization: 'Pier', sent: '', signature_format: '', signature: 'The desk' }

const IN_HTML = { header: { 'MIME-Version': '1.0', 'Content-Type': 'text/html; charset=utf-8' }, body: '<p>Look: <img src="https://tracker.test/p.png"></p>' }

/** Octets: more than one megabyte, less than two. */
const LARGE_TEXT = 'All work and no play.\r\n'.repeat(50_000)

/** Whoever is written to once is known. */
let penFriends = 0

/** A preference without an entry does not compile. */
export const EFFECTS: { readonly [Name in PreferenceName]: Effect<PreferenceValues[Name]> | 'in the browser' } = {
  'identity.full_name': {
    look: async (desk) => [fieldOf(await desk.send(), 'From'), await desk.profile('EmailAccountName')],
    usual: ['alice@example.test', undefined],
    set: [['Alice Example', ['Alice Example <alice@example.test>', 'Alice Example']]],
  },
  'identity.address': {
    look: async (desk) => {
      const sent = await desk.send()
      return [sent.from, fieldOf(sent, 'From'), fieldOf(sent, 'Message-ID')?.split('@')[1], await desk.profile('EmailAddress')]
    },
    usual: ['alice@example.test', 'alice@example.test', 'example.test>', 'alice@example.test'],
    set: [['alice@pier.test', ['alice@pier.test', 'alice@pier.test', 'pier.test>', 'alice@pier.test']]],
  },
  'identity.organization': { look: async (desk) => fieldOf(await desk.send(), 'Organization'), usual: undefined, set: [['Lighthouse', 'Lighthouse']] },
  'identity.reply_to': { look: async (desk) => fieldOf(await desk.send(), 'Reply-To'), usual: undefined, set: [['office@example.test', 'office@example.test']] },
  'identity.signature_format': {
    look: async (desk) => {
      await desk.set('identity.signature', '<b>Alice</b>')
      const { content } = await desk.send()
      await desk.set('identity.signature', undefined)
      return content.includes('\r\n-- \r\n<b>Alice</b>\r\n')
    },
    usual: true,
    set: [['html', false]],
  },
  'identity.signature': {
    look: async (desk) => [(await desk.answer()).body.slice(0, 12), (await desk.send()).content.includes('\r\n-- \r\nAlice\r\n')],
    usual: ['\n\nOn 3 Febru', false],
    set: [['Alice', ['\n\n-- \nAlice\n', true]]],
  },
  identities: {
    look: async (desk) => {
      const answer = await desk.answer({ To: 'desk@pier.test' })
      const sent = await desk.send(answer)
      return [answer.from, answer.body.includes('The desk'), sent.from, ...['From', 'Reply-To', 'Organization'].map((name) => fieldOf(sent, name))]
    },
    usual: ['alice@example.test', false, 'alice@example.test', 'alice@example.test', undefined, undefined],
    set: [[[DESK], ['Desk <desk@pier.test>', true, 'desk@pier.test', 'Desk <desk@pier.test>', 'office@pier.test', 'Pier']]],
  },

  'index.page_size': { look: async (desk) => [(await desk.index('Index')).messages.length, (await desk.screen({ mailbox: 'Index' })).index?.messages.length], usual: [12, 12], set: [[10, [10, 10]]] },
  'index.sort': { look: firstRows, usual: inAll('12'), set: [['date', inAll('07')], ['from', inAll('05')], ['subject', inAll('01')], ['size', inAll('09')]] },
  'index.newest_first': { look: firstRows, usual: inAll('12'), set: [[false, inAll('01')]] },
  'index.reload_seconds': 'in the browser',

  'reading.format': { look: async (desk) => (await desk.shown((await desk.receive()).id)).asText, usual: false, set: [['text', true]] },
  'reading.colors': {
    look: async (desk) => {
      const { id } = await desk.receive(IN_HTML)
      return [(await (await desk.browser.ask(`/api/mailboxes/INBOX/messages/${id}/html/1`)).text()).includes('prefers-color-scheme:dark'), (await desk.shown(id)).isOriginal]
    },
    usual: [true, false],
    set: [['original', [false, true]]],
  },
  'reading.headers': { look: async (desk) => (await desk.shown((await desk.receive()).id)).hasAllHeaders, usual: false, set: [['full', true]] },
  'reading.mark_seen': {
    look: async (desk) => {
      const { id, subject } = await desk.receive()
      await desk.screen({ message: id })
      return desk.isSeen(subject)
    },
    usual: true,
    set: [['after-seconds', false], ['by-hand', false]],
  },
  'reading.seen_seconds': 'in the browser',
  'reading.ask_above': {
    look: async (desk) => (await desk.screen({ message: (await desk.receive({ body: LARGE_TEXT })).id })).message?.isWithheld ?? false,
    usual: false,
    set: [[1, true], [2, false], [0, false]],
  },
  'reading.remote_content': {
    look: async (desk) => {
      const { id } = await desk.receive(IN_HTML)
      const frame = await desk.browser.ask(`/api/mailboxes/INBOX/messages/${id}/html/1?images=1`)
      return [(await frame.text()).includes('<img src="http'), (await desk.shown(id)).hasImages]
    },
    usual: [true, false],
    set: [['never', [false, false]], ['always', [true, true]]],
  },
  'reading.remote_senders': {
    look: async (desk) => {
      const shown = await desk.shown((await desk.receive(IN_HTML)).id)
      const forged = await desk.shown((await desk.receive({ ...IN_HTML, header: { ...IN_HTML.header, 'Authentication-Results': 'elsewhere.test; dmarc=pass header.from=example.test' } })).id)
      return [shown.hasImages, forged.hasImages]
    },
    usual: [false, false],
    set: [[['@example.test'], [false, false]], [['bob@example.test!'], [true, true]]],
  },
  'reading.attached_pictures': 'in the browser',
  'reading.spam_warning': { look: async (desk) => (await desk.shown((await desk.receive({ header: { 'X-Spam-Flag': 'YES' } })).id)).notices, usual: ['spam'], set: [[false, []]] },
  'reading.receipts': {
    look: async (desk) => (await desk.screen({ message: (await desk.receive({ header: { 'Disposition-Notification-To': 'bob@example.test' } })).id })).message?.receipt?.to,
    usual: 'bob@example.test',
    set: [['never', undefined], ['known', 'bob@example.test']],
  },
  'reading.after_removal': 'in the browser',

  'composing.format': { look: async (desk) => (await desk.begin()).format, usual: 'text', set: [['html', 'html']] },
  'composing.format_of_original': {
    look: async (desk) => (await desk.answer({ 'Content-Type': 'text/html' })).format,
    usual: 'text',
    set: [[true, 'html']],
  },
  'composing.quote': {
    look: async (desk) => (await desk.answer()).body,
    usual: '\n\nOn 3 February 2026 at 04:05 UTC, Bob wrote:\n> At noon?\n',
    set: [['above', 'On 3 February 2026 at 04:05 UTC, Bob wrote:\n> At noon?\n\n\n'], ['none', '\n\n']],
  },
  'composing.save_sent': { look: async (desk) => (await desk.finish('send', await desk.begin())).copies, usual: ['Sent'], set: [[false, []]] },
  'composing.receipts': { look: async (desk) => fieldOf(await desk.send(), 'Disposition-Notification-To'), usual: undefined, set: [[true, '<alice@example.test>']] },
  'composing.undo_seconds': {
    look: async (desk) => {
      const { sent, copies } = await desk.finish('send', await desk.begin())
      return [sent !== undefined, copies]
    },
    usual: [true, ['Sent']],
    set: [[120, [false, []]]],
  },
  'composing.hold_at_server': {
    look: async (desk) => {
      desk.submissions.behaviour = { ehlo: '250-fake.test\r\n250-AUTH PLAIN\r\n250 FUTURERELEASE 99999999 2999-01-01T00:00:00Z' }
      const { id, revision } = await desk.begin()
      await desk.post(`/api/compositions/${id}`, { intent: 'send-later', revision, from: '', to: 'bob@example.test', cc: '', bcc: '', replyTo: '', subject: 'held', body: '', priority: 'normal', reports: 'none', headers: '', later: new Date(Date.now() + 86_400_000).toISOString().slice(0, 16), zone: 'UTC' })
      desk.submissions.behaviour = {}
      return desk.submissions.commands.splice(0).some((command) => command.includes(' HOLDUNTIL='))
    },
    usual: false,
    set: [[true, true]],
  },
  'composing.hints': {
    look: async (desk) => (await desk.finish('send', { ...(await desk.begin()), body: 'The timetable is attached.' })).sent !== undefined,
    usual: false,
    set: [[false, true]],
  },
  'composing.header_lines': {
    look: async (desk) => (await desk.post<{ opened: { form: { hasHeaderLines: boolean } } }>('/api/compositions', { kind: 'new', opens: '1' })).opened.form.hasHeaderLines,
    usual: false,
    set: [[true, true]],
  },
  'spelling.languages': { look: async (desk) => unknownIn(desk, 'Evening bonjour'), usual: ['bonjour'], set: [[['fr'], ['Evening']], [['fr', 'en-GB'], []]] },
  'spelling.words': { look: async (desk) => unknownIn(desk, 'Postern berths'), usual: ['Postern'], set: [[['Postern'], []]] },
  'addresses.collect': {
    look: async (desk) => {
      const cc = `pen-friend-${++penFriends}@example.test`
      await desk.send({ ...(await desk.begin()), cc })
      return (await desk.get<{ suggestions: readonly unknown[] }>(`/api/contacts?q=${cc}`)).suggestions.length
    },
    usual: 1,
    set: [[false, 0]],
  },
  'composing.blind_copies': {
    look: async (desk) => [(await desk.send()).recipients, (await desk.send(await desk.answer())).recipients],
    usual: [['bob@example.test'], ['bob@example.test']],
    set: [[['archive@pier.test'], [['bob@example.test', 'archive@pier.test'], ['bob@example.test', 'archive@pier.test']]]],
  },

  'mailboxes.deleting': { look: async (desk) => desk.act('delete'), usual: ['Trash'], set: [['at-once', []]] },
  'mailboxes.sent': { look: async (desk) => [(await desk.finish('send', await desk.begin())).copies, await desk.marked('\\Sent')], usual: [['Sent'], 'Sent'], set: [['Own sent', [['Own sent'], 'Own sent']]] },
  'mailboxes.drafts': {
    look: async (desk) => {
      // Without the flag of a draft it is one by its mailbox alone, and goes when it is sent.
      const { id, subject } = await desk.receive({ mailbox: 'Own drafts' })
      await desk.send(await desk.begin({ kind: 'resume', mailbox: 'Own drafts', id }))
      const begun = await desk.begin()
      const left = await desk.receive({ mailbox: 'Own drafts', header: { [COMPOSITION_HEADER]: begun.id } })
      await desk.send(begun)
      const { copies } = await desk.finish('postpone', await desk.begin())
      return [await desk.whereIs(subject), await desk.whereIs(left.subject), copies, await desk.marked('\\Drafts')]
    },
    usual: [['Own drafts'], ['Own drafts'], ['Drafts'], 'Drafts'],
    set: [['Own drafts', [[], [], ['Own drafts'], 'Own drafts']]],
  },
  'mailboxes.trash': usedFor('delete', '\\Trash', 'Trash'),
  'mailboxes.junk': usedFor('junk', '\\Junk', 'Junk'),
  'mailboxes.archive': usedFor('archive', '\\Archive', 'Archive'),
  'mailboxes.prefix': {
    look: async (desk) => [await desk.mailboxes(), (await desk.screen()).mailboxes].map((listed) => listed.map(({ name }) => name).filter((name) => ['INBOX', 'Index', 'Work', 'Work/Pier'].includes(name))),
    usual: [['INBOX', 'Index', 'Work', 'Work/Pier'], ['INBOX', 'Index', 'Work', 'Work/Pier']],
    set: [['Work/', [['INBOX', 'Work/Pier'], ['INBOX', 'Work/Pier']]]],
  },

  'notifications.live': 'in the browser',
  'notifications.desktop': 'in the browser',

  'keyboard.single_keys': 'in the browser',

  language: {
    look: async (desk) => {
      const { id } = await desk.receive()
      const flagged = await desk.browser.ask('/api/mailboxes/INBOX/messages', { form: { action: 'flag', message: [id] } })
      return [notice(new URL(flagged.headers.get('location') ?? '', ORIGIN).searchParams.get('notice') ?? ''), (await desk.answer()).body.trim().split('\n')[0]]
    },
    usual: ['The message was flagged.', 'On 3 February 2026 at 04:05 UTC, Bob wrote:'],
    set: [['de', ['Die Nachricht wurde markiert.', 'Am 3. Februar 2026 um 04:05 UTC schrieb Bob:']]],
  },
  'formats.clock': 'in the browser',
  'formats.date': 'in the browser',
  time_zone: { look: async (desk) => (await desk.screen()).site.zone === 'Asia/Tokyo', usual: false, set: [['Asia/Tokyo', true]] },

  'appearance.theme': { look: async (desk) => (await look(desk)).theme?.name, usual: 'postern', set: [['classic', 'classic']] },
  'appearance.scheme': { look: async (desk) => (await look(desk)).scheme, usual: undefined, set: [['dark', 'dark'], ['light', 'light']] },
  'appearance.density': { look: async (desk) => (await look(desk)).density, usual: undefined, set: [['compact', 'compact']] },
  'appearance.font_size': { look: async (desk) => (await look(desk)).fontSize, usual: undefined, set: [['larger', 'larger']] },
  'appearance.text_only': {
    look: async (desk) => {
      const { site, message } = await desk.screen({ message: (await desk.receive(IN_HTML)).id })
      return [site.isTextBrowser, message?.bodies.map(({ kind }) => kind)]
    },
    usual: [false, ['html']],
    set: [[true, [true, ['text']]]],
  },

  accounts: {
    look: async (desk) => (await desk.screen()).site.accounts?.kept,
    usual: [],
    set: [[[{ title: 'Pier', user: 'office', host: '', port: '', security: '' }], [{ title: 'Pier', url: '/~1/sign-in?account=0.0' }]]],
  },

  links: { look: async (desk) => (await desk.screen()).site.links, usual: [], set: [[[{ title: 'Tides', url: 'https://pier.test/tides' }], [{ title: 'Tides', url: 'https://pier.test/tides' }]]] },
}

function usedFor(action: MessageAction, use: NonNullable<MailboxSummary['specialUse']>, usual: string): Effect<string> {
  return { look: async (desk) => [await desk.act(action), await desk.marked(use)], usual: [[usual], usual], set: [[`Own ${usual}`, [[`Own ${usual}`], `Own ${usual}`]]] }
}

/** The number of the row that comes first in the index, on its page, and before the second row's message when that is open. */
async function firstRows(desk: PreferenceDesk): Promise<readonly (string | undefined)[]> {
  const { messages } = await desk.index('Index')
  const { index } = await desk.screen({ mailbox: 'Index' })
  const { previous } = await desk.get<{ previous?: string }>(`/api/mailboxes/Index/messages/${messages[1]?.id}`)
  const beside = await desk.screen({ mailbox: 'Index', message: messages[1]?.id ?? '' })
  const before = [previous, beside.message?.previous].map((id) => messages.find((message) => message.id === id))
  return [messages[0], index?.messages[0], ...before].map((message) => message?.subject.slice(-2))
}

function inAll(number: string): readonly string[] {
  return Array.from({ length: 4 }, () => number)
}

async function look({ browser }: PreferenceDesk) {
  const { pageLook } = await import('#lib/http/themes/themes-of.ts')
  return browser.visit(() => pageLook())
}

async function unknownIn(desk: PreferenceDesk, text: string): Promise<readonly string[]> {
  return (await desk.post<SpellingReport>('/api/spelling', { text })).unknown.map(({ word }) => word)
}
