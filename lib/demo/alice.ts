import { archive } from './archive.ts'
import { pdf } from './documents.ts'
import { broken, hostile } from './inbox/broken.ts'
import { charsets, letterFromHome } from './inbox/charsets.ts'
import { boatTrip, catalogue, catalogueSent, openingNight, openingNightSent, shortOnes } from './inbox/conversations.ts'
import { newsletters } from './inbox/newsletters.ts'
import { mailingList, structures } from './inbox/structures.ts'
import { ALICE, BOB, CAROL, compose, messageId, type DemoMessage } from './message-builder.ts'
import { attachment, html, multipart, plain } from './mime-builder.ts'

const SEEN = ['\\Seen']

/** In the order in which they arrived. */
export function byArrival(messages: readonly DemoMessage[]): readonly DemoMessage[] {
  return messages.toSorted((a, b) => a.internalDate.getTime() - b.internalDate.getTime())
}

/** Alice's INBOX: what people write to each other, and everything that a mail program has to be able to show. */
export function aliceInbox(): readonly DemoMessage[] {
  return byArrival([
    ...openingNight(), ...boatTrip(), ...catalogue(), ...shortOnes(), ...newsletters(), ...charsets(), letterFromHome(), ...structures(), ...mailingList(), ...broken(), ...hostile(), lastWords(),
  ])
}

function lastWords(): DemoMessage {
  return compose({ from: CAROL, to: `${ALICE}, ${BOB}`, subject: 'Tomorrow!', date: '2026-11-12 20:05', id: 'tomorrow-1' }, plain(`
Everything hangs, everything shines, the soup is in the cold room and the
harbour master has written down the key on his hand.

Sleep well. Bring wool.

Carol
`))
}

export function aliceSent(): readonly DemoMessage[] {
  return byArrival([
    ...openingNightSent(),
    ...catalogueSent(),
    compose({ from: ALICE, to: CAROL, cc: BOB, subject: 'Re: Sunday on the water?', date: '2026-10-08 17:12', id: 'boat-sent', after: [messageId('boat-1', CAROL)], flags: SEEN }, plain('Wool, sandwiches, pears. I will be at the steps at ten.\n\nAlice\n')),
    compose({ from: ALICE, to: 'Mum <margaret@archers.example>', subject: 'Re: News from the garden', date: '2026-10-18 19:03', id: 'mum-sent', after: ['<mum-31@archers.example>'], flags: SEEN }, plain('Dear Mum,\n\nwool it is. I shall meet the early train. Tell Dad that nearly level is the\nmost level a shelf can be on this coast.\n\nLove,\nAlice\n')),
    compose({ from: ALICE, to: 'captain@old-harbour.example', subject: 'Your logbook of 1911', date: '2026-10-26 07:59', id: 'logbook-1911', flags: SEEN }, plain('Dear captain,\n\nmay we show your logbook?\n\nAlice Archer\n')),
  ])
}

/** One postponed message with an attachment. */
export function aliceDrafts(): readonly DemoMessage[] {
  return [
    compose({ from: ALICE, to: `${BOB}, ${CAROL}`, subject: 'Words for the opening', date: '2026-11-11 22:31', id: 'draft-words', flags: ['\\Seen', '\\Draft'] }, multipart('mixed', [
      plain('Dear both,\n\nhere is what I would say, if it has to be said:\n\n  Good evening. A lighthouse is a house that stays awake so that others\n  may sleep. Thank you for staying awake with us.\n\nIs that too\n'),
      attachment('application/pdf', 'order-of-the-evening.pdf', pdf('Order of the evening', ['18:30  Doors', '19:00  Alice: one minute', '19:01  Soup', '20:00  The lens is lit', '23:00  The pier lamps go out'])),
    ])),
  ]
}

export function aliceTrash(): readonly DemoMessage[] {
  return [
    compose({ from: 'Window Kings <deals@window-kings.example>', to: ALICE, subject: 'Windows! Windows! Windows!', date: '2026-10-04 05:00', id: 'windows-1', flags: SEEN }, html('<h1>WINDOWS</h1><p>All of them, this week only.</p>')),
    compose({ from: BOB, to: ALICE, subject: 'ignore this, I pressed the wrong button', date: '2026-10-12 07:29', id: 'wrong-button', flags: SEEN }, plain('sorry\n')),
    compose({ from: 'Calendar robot <robot@harbour-office.example>', to: ALICE, subject: 'Reminder: yesterday', date: '2026-10-30 00:01', id: 'robot-1', flags: [] }, plain('You had an appointment yesterday.\n')),
  ]
}

const JUNK: readonly (readonly [from: string, subject: string, date: string, words: string])[] = [
  ['Dr. Fortune <fortune@offers.invalid>', 'Re: Re: your inheritance of 4.5 MILLION', '2026-10-09 03:33', 'Dear friend in trust, my late client shared your surname.'],
  ['"Пοstbаnk" <security@offers.invalid>', 'Your account has been l0cked', '2026-10-19 01:20', 'We noticed unusual activity. Unusual even for you.'],
  ['Miracle <m1racle@offers.invalid>', 'Doctors hate this lighthouse', '2026-11-02 04:44', 'One weird lamp that sailors do not want you to know.'],
  ['SEO Team <seo@offers.invalid>', 'I visited your website and have a question', '2026-11-08 02:02', 'You could be on the first page, of something.'],
]

export function aliceJunk(): readonly DemoMessage[] {
  return JUNK.map(([from, subject, date, words], at) => {
    const id = `junk-${at + 1}`
    const page = html(`<p>${words}</p><p><a href="https://offers.invalid/${id}">CLICK HERE</a></p><img src="https://offers.invalid/${id}.gif" width="1" height="1" alt="">`)
    return compose({ from, to: ALICE, subject, date, id, flags: ['$Junk'] }, page)
  })
}

/** Last year's letters. */
export function aliceLastYear(): Iterable<DemoMessage> {
  return archive({ count: 48, seed: 2025, from: Date.UTC(2025, 0, 7, 9), until: Date.UTC(2025, 11, 19, 16), owner: ALICE, label: 'year-2025' })
}

/** Ten thousand letters, to see how it is with many. */
export function aliceArchive(): Iterable<DemoMessage> {
  return archive({ count: 10_000, seed: 10_000, from: Date.UTC(2019, 2, 1, 8), until: Date.UTC(2026, 8, 25, 17), owner: ALICE, label: 'letter' })
}
