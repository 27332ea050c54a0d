import { csv, pdf } from '../documents.ts'
import { ALICE, BOB, CAROL, compose, messageId, type DemoMessage } from '../message-builder.ts'
import { attachment, flowed, multipart, plain } from '../mime-builder.ts'
import { bay, lighthouse } from '../pictures.ts'

const SEEN = ['\\Seen']
const opening = ['opening-1', 'opening-2', 'opening-3', 'opening-4', 'opening-5', 'opening-6', 'opening-7'] as const
const openingId = (at: number, from: string): string => messageId(opening[at] ?? '', from)

/** Opening night: seven messages among three people; Alice's own two are in Sent. */
export function openingNight(): readonly DemoMessage[] {
  const subject = 'Opening night of the lighthouse exhibition'
  const first = openingId(0, BOB)
  return [
    compose({ from: BOB, to: `${ALICE}, ${CAROL}`, subject, date: '2026-10-05 08:12', id: opening[0], flags: [...SEEN, '\\Answered'] }, flowed(`
Good morning both,

the harbour office has said yes: we may open on Friday the 13th of November, and the pier lamps stay on until eleven. That gives us five weeks, which is one more than last time, and last time we were painting the plinths while the mayor was parking.

What I would like to settle this week:

1. The route through the rooms. I am for beginning with the lens and ending with the logbooks.
2. Who speaks, and for how long. (Not long.)
3. Soup. There has to be soup; it is a pier in November.

Bob`)),
    compose({ from: CAROL, to: BOB, cc: ALICE, subject: `Re: ${subject}`, date: '2026-10-05 10:47', id: opening[2], after: [first, openingId(1, ALICE)], flags: SEEN }, plain(`
On Mon, 5 Oct 2026, Alice Archer wrote:
> On Mon, 5 Oct 2026, Bob Brennan wrote:
>> 3. Soup. There has to be soup; it is a pier in November.
>
> Soup is settled then. For the route I would rather begin with the
> keepers: people first, glass second.

I am with Alice. The lens is the most beautiful thing we have, so people
should have to walk a little before they see it.

I have put the rooms on paper and will send the plan tonight.

Carol
`)),
    compose({ from: BOB, to: ALICE, cc: CAROL, subject: `Re: ${subject}`, date: '2026-10-05 11:20', id: opening[3], after: [first, openingId(1, ALICE), openingId(2, CAROL)], flags: SEEN }, plain(`
Outvoted, and happily so. Keepers, storms, lens, logbooks, soup.

-- 
Bob Brennan, keeper of things
Lantern House Museum
`)),
    compose({ from: CAROL, to: `${ALICE}, ${BOB}`, subject: `Re: ${subject}`, date: '2026-10-05 19:33', id: opening[4], after: [first, openingId(2, CAROL), openingId(3, BOB)], flags: [...SEEN, '\\Flagged'] }, multipart('mixed', [
      flowed(`
Here is the plan. The doors marked with a cross stay shut because of the wind. The lens needs four metres all round, which is why the storms had to move into the corridor. I think they like it there.

Carol`),
      attachment('application/pdf', 'floor-plan.pdf', pdf('Lantern House: plan of the rooms', ['1  Entrance, cloakroom', '2  The keepers (portraits, oilskins, the kettle)', '3  Corridor: four storms', '4  The lens, with four metres all round', '5  The logbooks', '6  Soup'])),
    ])),
    compose({ from: BOB, to: ALICE, cc: CAROL, subject: `Re: ${subject}`, date: '2026-10-06 07:58', id: opening[6], after: [first, openingId(4, CAROL), openingId(5, ALICE)], flags: SEEN }, plain(`
> Can the portraits hang lower? Children should be able to look the
> keepers in the eye.

They can. I will move the hooks on Thursday, when the plaster is dry.

Bob
`)),
  ]
}

/** Alice's own share of the opening, for Sent. */
export function openingNightSent(): readonly DemoMessage[] {
  const subject = 'Re: Opening night of the lighthouse exhibition'
  return [
    compose({ from: ALICE, to: BOB, cc: CAROL, subject, date: '2026-10-05 09:05', id: opening[1], after: [openingId(0, BOB)], flags: SEEN }, plain(`
On Mon, 5 Oct 2026, Bob Brennan wrote:
> 3. Soup. There has to be soup; it is a pier in November.

Soup is settled then. For the route I would rather begin with the
keepers: people first, glass second.

Alice
`)),
    compose({ from: ALICE, to: `${CAROL}, ${BOB}`, subject, date: '2026-10-05 21:14', id: opening[5], after: [openingId(0, BOB), openingId(4, CAROL)], flags: SEEN }, plain(`
What a good plan. Can the portraits hang lower? Children should be able
to look the keepers in the eye.

Alice
`)),
  ]
}

/** Pictures of a Sunday on the water, and what came of it. */
export function boatTrip(): readonly DemoMessage[] {
  const subject = 'Sunday on the water?'
  const [first, second] = [messageId('boat-1', CAROL), messageId('boat-3', CAROL)]
  return [
    compose({ from: CAROL, to: `${ALICE}, ${BOB}`, subject, date: '2026-10-08 16:02', id: 'boat-1', flags: [...SEEN, '\\Answered'] }, plain(`
The forecast says sun until four and hardly any wind. I can have the
Kittiwake at ten. Bring something warm and something to eat, in this
order.

Carol
`)),
    compose({ from: BOB, to: CAROL, cc: ALICE, subject: `Re: ${subject}`, date: '2026-10-08 16:40', id: 'boat-2', after: [first], flags: SEEN }, plain(`
In! I bring the big thermos. \u{1F9E3}\u{26F5}

Bob
`)),
    compose({ from: CAROL, to: `${ALICE}, ${BOB}`, subject: `Re: ${subject}`, date: '2026-10-11 20:15', id: 'boat-3', after: [first, messageId('boat-2', BOB)], flags: SEEN }, multipart('mixed', [
      plain(`
Three of the better ones. The one at noon was taken by Bob, while
holding the thermos, which explains the horizon.

Carol
`),
      attachment('image/png', 'morning.png', bay(0.1)),
      attachment('image/png', 'noon.png', bay(0.5)),
      attachment('image/png', 'towards home \u{2013} fünf Uhr.png', bay(0.95)),
    ])),
    compose({ from: BOB, to: `${CAROL}, ${ALICE}`, subject: `Re: ${subject}`, date: '2026-10-12 07:31', id: 'boat-4', after: [first, second] }, plain(`
I stand by my horizon.

If we crop the second one it would make a fine cover for the leaflet.
Alice, would you ask the printer how large it has to be?

Bob
`)),
  ]
}

const PRINTER = 'Quayside Press <orders@quayside-press.example>'

/** The catalogue goes to the printer. */
export function catalogue(): readonly DemoMessage[] {
  const subject = 'Catalogue, 48 pages: our offer no. 2231'
  const first = messageId('catalogue-1', PRINTER)
  return [
    compose({ from: PRINTER, to: ALICE, subject, date: '2026-10-13 13:25', id: 'catalogue-1', flags: [...SEEN, '\\Answered'] }, multipart('mixed', [
      flowed(`
Dear Ms Archer,

thank you for asking. For 400 copies of a catalogue of 48 pages, thread-sewn, on uncoated paper of 120 g, we can offer you the prices in the attached sheet. They hold until the end of November.

For the cover we need the picture at 300 dots to the inch, that is 2480 by 3508.

With kind regards
Orla Dunne
Quayside Press`),
      attachment('text/csv; charset=utf-8', 'offer-2231.csv', csv([['Copies', 'Paper', 'Price each', 'Total'], [200, '120 g, uncoated', '7.90', '1,580.00'], [400, '120 g, uncoated', '5.45', '2,180.00'], [800, '120 g, uncoated', '4.10', '3,280.00']])),
    ])),
    compose({ from: PRINTER, to: ALICE, subject: `Re: ${subject}`, date: '2026-10-14 09:02', id: 'catalogue-3', after: [first, messageId('catalogue-2', ALICE)], flags: SEEN }, plain(`
Dear Ms Archer,

> Would 350 copies be much dearer than 400?

It would be dearer by the piece and hardly cheaper in all: 2,065.00
instead of 2,180.00. Most people take the 400 and give the last fifty to
the library.

With kind regards
Orla Dunne
`)),
    compose({ from: PRINTER, to: ALICE, cc: BOB, subject: `Re: ${subject}`, date: '2026-10-28 15:41', id: 'catalogue-5', after: [first, messageId('catalogue-3', PRINTER), messageId('catalogue-4', ALICE)], flags: ['\\Flagged'], lines: ['X-Priority: 1', 'Importance: high'] }, plain(`
Dear Ms Archer,

your files have arrived and look well, with one exception: page 31 has no
picture. Is it meant to be empty? If we have the page by Friday noon, the
books are with you on the 11th of November.

With kind regards
Orla Dunne
`)),
  ]
}

/** What Alice wrote to the printer, for Sent. */
export function catalogueSent(): readonly DemoMessage[] {
  const subject = 'Re: Catalogue, 48 pages: our offer no. 2231'
  const first = messageId('catalogue-1', PRINTER)
  return [
    compose({ from: ALICE, to: PRINTER, subject, date: '2026-10-13 17:10', id: 'catalogue-2', after: [first], flags: SEEN }, plain('Dear Ms Dunne,\n\nmany thanks. Would 350 copies be much dearer than 400?\n\nAlice Archer\n')),
    compose({ from: ALICE, to: PRINTER, subject, date: '2026-10-27 18:22', id: 'catalogue-4', after: [first, messageId('catalogue-3', PRINTER)], flags: SEEN }, multipart('mixed', [
      plain('Dear Ms Dunne,\n\n400 it is. The cover is attached; the pages are on the drive that Bob\nbrought you this morning.\n\nAlice Archer\n'),
      attachment('image/png', 'cover.png', lighthouse(480, 300)),
    ])),
  ]
}

/** Short messages of the day between colleagues. */
export function shortOnes(): readonly DemoMessage[] {
  return [
    compose({ from: BOB, to: ALICE, subject: 'Keys of the lamp room', date: '2026-10-15 07:45', id: 'keys-1', flags: SEEN }, plain('They are with the harbour master. Ring twice, he is on the stairs a lot.\n\nBob\n')),
    compose({ from: CAROL, to: ALICE, subject: 'Lunch?', date: '2026-10-20 11:38', id: 'lunch-1', flags: SEEN }, plain('The fish place, half past twelve? \u{1F41F}\n\nC.\n')),
    compose({ from: BOB, to: ALICE, subject: 'Re: Page 31', date: '2026-10-29 08:20', id: 'page-31', after: [messageId('catalogue-5', PRINTER)], flags: [] }, plain(`
Page 31 is empty on purpose: it is the night of the great storm, when
nobody wrote anything. Perhaps we should tell the printer. Perhaps we
should tell the readers as well.

Bob
`)),
    compose({ from: CAROL, to: `${ALICE}, ${BOB}`, subject: 'Soup: the shopping list', date: '2026-11-09 17:55', id: 'soup-1' }, multipart('mixed', [
      plain('Enough for 120 people and two helpings for Bob.\n\nCarol\n'),
      attachment('text/plain; charset=utf-8', 'shopping list.txt', Buffer.from('12 kg potatoes\r\n6 kg leeks\r\n4 kg carrots\r\n3 l cream\r\n2 kg smoked haddock\r\nparsley, a lot\r\ncrème fraîche\r\n', 'utf8')),
    ])),
  ]
}
