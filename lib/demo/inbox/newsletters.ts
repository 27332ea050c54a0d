import { pdf } from '../documents.ts'
import { ALICE, compose, type DemoMessage } from '../message-builder.ts'
import { attachment, html, multipart, plain, withHeaders } from '../mime-builder.ts'
import { badge, lighthouse } from '../pictures.ts'

const SEEN = ['\\Seen']

interface Letter {
  readonly title: string
  readonly colour: string
  readonly host: string
  readonly stories: readonly (readonly [heading: string, text: string])[]
}

// As such letters are written: tables, styles in the text, pictures from elsewhere, and one of a single pixel that counts who reads.
function letterHtml({ title, colour, host, stories }: Letter): string {
  const rows = stories.map(([heading, text], at) => `
      <tr>
        <td width="170" style="padding: 12px 16px 12px 24px; vertical-align: top"><img src="https://pictures.${host}/2026/story-${at + 1}.jpg" width="150" height="100" alt="${heading}" style="border-radius: 6px"></td>
        <td style="padding: 12px 24px 12px 0; vertical-align: top"><h2 style="margin: 0 0 6px; font-size: 17px; color: ${colour}">${heading}</h2><p style="margin: 0; line-height: 1.5">${text}</p>
          <p style="margin: 6px 0 0"><a href="https://www.${host}/stories/${at + 1}?from=letter" style="color: ${colour}">Read on</a></p></td>
      </tr>`).join('')
  return `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>${title}</title>
<style>body { margin: 0 } a { text-decoration: none } @media (max-width: 480px) { td { display: block } }</style></head>
<body bgcolor="#f3f1ec">
  <table role="presentation" align="center" width="600" cellpadding="0" cellspacing="0" style="margin: 0 auto; background: #ffffff; font-family: Georgia, serif; font-size: 15px; color: #26231f">
    <tr><td colspan="2" style="background: ${colour}; color: #ffffff; padding: 22px 24px; font-size: 24px">${title}</td></tr>${rows}
    <tr><td colspan="2" style="padding: 18px 24px; font-size: 12px; color: #6b665e; border-top: 1px solid #e4e0d8">You get this letter because you asked for it. <a href="https://www.${host}/leave">Leave the list</a></td></tr>
  </table>
  <img src="https://count.${host}/open.gif?reader=8812" width="1" height="1" alt="">
</body></html>`
}

function letterText({ title, host, stories }: Letter): string {
  return `${title}\n\n${stories.map(([heading, text], at) => `${heading}\n${text}\nhttps://www.${host}/stories/${at + 1}`).join('\n\n')}\n\nLeave the list: https://www.${host}/leave\n`
}

const MUSEUMS: Letter = {
  title: 'Small Museums: the October letter',
  colour: '#2f5d62',
  host: 'small-museums.example',
  stories: [
    ['Light that does no harm', 'How three houses with no money lit their watercolours, and what the mice thought of it.'],
    ['The label nobody reads', 'Shorter, lower, larger. And perhaps with a joke in the last line.'],
    ['Grants that close in winter', 'A list of eleven, sorted by how long the form is.'],
  ],
}

const BOOKS: Letter = {
  title: 'The Saturday Shelf',
  colour: '#7a3e48',
  host: 'saturday-shelf.example',
  stories: [
    ['A history of fog', 'Our book of the month. You will not see the ending coming.'],
    ['Second-hand and signed', 'Four atlases, one of them with a coffee ring of some importance.'],
  ],
}

const KITCHEN: Letter = {
  title: 'Windfall Kitchen: pears',
  colour: '#6a7b2e',
  host: 'windfall-kitchen.example',
  stories: [
    ['Pears in the oven', 'With rosemary, for exactly as long as it takes to lay the table.'],
    ['Pears in a jar', 'For people who like to open a jar in March and be thanked.'],
    ['Pears as they are', 'Also fine.'],
  ],
}

function newsletter(letter: Letter, from: string, date: string, flags: readonly string[]): DemoMessage {
  const lines = [`List-Unsubscribe: <https://www.${letter.host}/leave?reader=8812>, <mailto:leave@${letter.host}>`, 'List-Unsubscribe-Post: List-Unsubscribe=One-Click', 'Precedence: bulk']
  return compose({ from, to: ALICE, subject: letter.title, date, id: `letter-${letter.host}`, flags, lines }, multipart('alternative', [plain(letterText(letter)), html(letterHtml(letter))]))
}

/** Letters in HTML with pictures from elsewhere, mail from shops and offices. */
export function newsletters(): readonly DemoMessage[] {
  return [
    newsletter(MUSEUMS, 'Small Museums <letter@small-museums.example>', '2026-10-02 06:00', SEEN),
    newsletter(BOOKS, 'The Saturday Shelf <books@saturday-shelf.example>', '2026-10-10 07:30', SEEN),
    newsletter(KITCHEN, 'Windfall Kitchen <hello@windfall-kitchen.example>', '2026-11-01 08:15', []),
    railTicket(),
    parcel(),
    htmlOnly(),
  ]
}

function railTicket(): DemoMessage {
  const picture = withHeaders(attachment('image/png', 'logo.png', badge([28, 74, 140]), 'inline'), 'Content-ID: <logo@northern-line.example>')
  const page = html(`<html><body style="font-family: sans-serif">
<p><img src="cid:logo@northern-line.example" width="48" height="48" alt="Northern Line"></p>
<h1 style="font-size: 20px">Your journey on 24 October</h1>
<table border="0" cellpadding="6" style="border-collapse: collapse">
<tr style="background: #eef3f9"><th align="left">From</th><th align="left">To</th><th align="left">Leaves</th><th align="left">Seat</th></tr>
<tr><td>Harbour East</td><td>Old Town</td><td>08:14</td><td>coach 4, 61 (window)</td></tr>
<tr><td>Old Town</td><td>Harbour East</td><td>18:40</td><td>coach 2, 17 (aisle)</td></tr>
</table>
<p>Your ticket is attached. Please have it with you; the guard likes paper.</p>
</body></html>`)
  return compose({ from: 'Northern Line <tickets@northern-line.example>', to: ALICE, subject: 'Your ticket: Harbour East to Old Town, 24 October', date: '2026-10-16 12:01', id: 'ticket-77120', flags: SEEN }, multipart('mixed', [
    multipart('alternative', [plain('Harbour East to Old Town, 24 October, 08:14, coach 4, seat 61.\nBack at 18:40, coach 2, seat 17.\n\nYour ticket is attached.\n'), multipart('related', [page, picture])]),
    attachment('application/pdf', 'ticket-77120.pdf', pdf('Northern Line: ticket 77120', ['Alice Archer', '24 October 2026', 'Harbour East 08:14  -  Old Town 09:52, coach 4, seat 61', 'Old Town 18:40  -  Harbour East 20:18, coach 2, seat 17'])),
  ]))
}

function parcel(): DemoMessage {
  return compose({ from: '"Parcels (do not reply)" <no-reply@parcels.example>', to: ALICE, subject: 'Your parcel is with your neighbour', date: '2026-10-22 14:26', id: 'parcel-5590', flags: SEEN }, html(`
<p>Hello <b>Alice Archer</b>,</p>
<p>nobody opened, so we left your parcel with <b>the bakery</b>. They are open until six.</p>
<p>Number: <code>PX 5590 1827 33</code> &middot; <a href="https://parcels.example/track?n=5590182733">Follow it</a></p>
<hr><p style="color:#777;font-size:12px">This message was written by a machine that cannot read answers.</p>`))
}

function htmlOnly(): DemoMessage {
  return compose({ from: 'Harbour Choir <choir@harbour-voices.example>', to: 'undisclosed-recipients:;', subject: 'Tuesday: we sing in the lamp room ♪', date: '2026-10-25 19:44', id: 'choir-12', flags: [] }, multipart('mixed', [
    html('<div dir="ltr"><p>Dear all,</p><p>the lamp room has an echo of <i>four seconds</i>. We meet there on Tuesday at seven and sing <b>slowly</b>.</p><blockquote><p>&ldquo;What the sea takes it gives back as music.&rdquo;</p></blockquote><ul><li>bring a torch</li><li>bring a scarf</li><li>leave the metronome at home</li></ul><p>Fergal</p></div>'),
    attachment('image/png', 'the-lamp-room.png', lighthouse()),
  ]))
}
