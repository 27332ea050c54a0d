import { foghorn, pdf } from '../documents.ts'
import { ADA, ALICE, BOB, CAROL, compose, raw, type DemoHeader, type DemoMessage } from '../message-builder.ts'
import { attachment, crlf, flowed, html, messageEntity, multipart, plain, withHeaders, type Entity } from '../mime-builder.ts'
import { badge, lighthouse } from '../pictures.ts'

const SEEN = ['\\Seen']

/** Invitations, cards, forwarded and signed messages, reports, nests of parts. */
export function structures(): readonly DemoMessage[] {
  return [invitation(), cancelled(), card(), signed(), nested(), forwarded(), digest(), bounce(), delayed(), receiptWanted(), large(), oddNames()]
}

function calendar(method: string, extra: string, at: string): string {
  return crlf(`BEGIN:VCALENDAR
PRODID:-//Harbour Office//Diary//EN
VERSION:2.0
METHOD:${method}
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:STANDARD
DTSTART:19701025T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:pier-lamps-2026@harbour-office.example
DTSTAMP:${at}
DTSTART;TZID=Europe/London:20261113T170000
DTEND;TZID=Europe/London:20261113T173000
SUMMARY:Walk along the pier: where the lamps go
LOCATION:Harbour office\\, first floor
ORGANIZER;CN=Harbour Office:mailto:diary@harbour-office.example
ATTENDEE;CN=Alice Archer;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:alice@example.test
ATTENDEE;CN=Bob Brennan;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:bob@example.test
${extra}
END:VEVENT
END:VCALENDAR
`)
}

interface CalendarNote {
  readonly method: 'REQUEST' | 'CANCEL'
  readonly subject: string
  readonly date: string
  readonly words: string
  /** Further lines of the event. */
  readonly extra: string
}

function calendarMessage({ method, subject, date, words, extra }: CalendarNote): DemoMessage {
  const text = calendar(method, extra, `${date.replace(/[-:]/g, '').replace(' ', 'T')}00Z`)
  const part: Entity = { headers: [`Content-Type: text/calendar; charset=utf-8; method=${method}`, 'Content-Transfer-Encoding: 7bit'], body: Buffer.from(text) }
  const file = attachment('application/ics', 'invite.ics', Buffer.from(text))
  const page = html(`<p>${words.trim().replaceAll('\n', '<br>')}</p>`)
  return compose({ from: 'Harbour Office <diary@harbour-office.example>', to: `${ALICE}, ${BOB}`, subject, date, id: `diary-${method.toLowerCase()}` }, multipart('mixed', [multipart('alternative', [plain(words), page, part]), file]))
}

function invitation(): DemoMessage {
  return calendarMessage({
    method: 'REQUEST',
    subject: 'Invitation: Walk along the pier: where the lamps go (Fri 13 Nov 17:00)',
    date: '2026-11-02 09:00',
    words: 'You are invited to:\n\nWalk along the pier: where the lamps go\nFriday 13 November 2026, 17:00 to 17:30\nHarbour office, first floor\n',
    extra: 'SEQUENCE:0\nSTATUS:CONFIRMED',
  })
}

function cancelled(): DemoMessage {
  return calendarMessage({
    method: 'CANCEL',
    subject: 'Cancelled: Walk along the pier: where the lamps go',
    date: '2026-11-10 14:30',
    words: 'This is cancelled: the lamps are already there.\n',
    extra: 'SEQUENCE:1\nSTATUS:CANCELLED',
  })
}

function card(): DemoMessage {
  const vcard = Buffer.from(crlf(`BEGIN:VCARD
VERSION:4.0
FN:Zoë Lindqvist
N:Lindqvist;Zoë;;;
ORG:Lantern House Museum
TITLE:Conservator of glass
EMAIL;TYPE=work:zoe@lantern-house.example
TEL;TYPE=cell:+44 7700 900123
ADR;TYPE=work:;;1 Pier Road;Harbour East;;HE1 1LH;United Kingdom
NOTE:Please do not touch the lens. Really.
END:VCARD
`), 'utf8')
  return compose({ from: 'Zoë Lindqvist <zoe@lantern-house.example>', to: `${ALICE}, ${BOB}, ${CAROL}`, subject: 'Hello, and my card', date: '2026-10-07 10:10', id: 'zoe-1', flags: SEEN }, multipart('mixed', [
    flowed('Hello everybody,\n\nI begin on Monday and look after all that is glass. Before I come: could somebody measure how much the floor shakes when the ferry docks? A cup of tea on the windowsill will do; I only need to know whether it spills.\n\nZoë'),
    attachment('text/vcard; charset=utf-8', 'Zoë Lindqvist.vcf', vcard),
  ]))
}

function signed(): DemoMessage {
  const words = plain('The inventory is complete: 312 objects, and one more than last year.\nNobody knows what it is. It is labelled 313.\n\nAda\n')
  const signature: Entity = {
    headers: ['Content-Type: application/pgp-signature; name="signature.asc"', 'Content-Description: OpenPGP digital signature', 'Content-Disposition: attachment; filename="signature.asc"'],
    body: Buffer.from(crlf(`-----BEGIN PGP SIGNATURE-----

iHUEARYIAB0WIQSExampleOnlyNotARealSignatureAAUCavExampQAKCRDexampl
eOnlyAP9kZW1vbnN0cmF0aW9uIG9mIHRoZSBmb3JtLCBub3Qgb2YgdGhlIGtleQEA
2Ywxub3RoaW5nIGlzIHNpZ25lZCBoZXJlLCBhcyBhIHJlYWRlciB3aWxsIGZpbmQ=
=demo
-----END PGP SIGNATURE-----
`)),
  }
  return compose({ from: ADA, to: ALICE, subject: 'Inventory 2026 (signed)', date: '2026-10-23 09:30', id: 'inventory-313', flags: SEEN }, multipart('signed', [words, signature], 'micalg=pgp-sha512; protocol="application/pgp-signature"'))
}

function nested(): DemoMessage {
  const inline = withHeaders(attachment('image/png', 'lens.png', lighthouse(240, 150), 'inline'), 'Content-ID: <lens@lantern-house.example>')
  const page = html('<p>The lens, as it stands now:</p><p><img src="cid:lens@lantern-house.example" alt="the lens" width="240" height="150"></p><p>Zoë</p>')
  return compose({ from: 'Zoë Lindqvist <zoe@lantern-house.example>', to: ALICE, subject: 'The lens: report and picture', date: '2026-10-26 13:00', id: 'zoe-2', flags: SEEN }, multipart('mixed', [
    multipart('alternative', [plain('The lens, as it stands now, is in the attached picture.\n\nZoë\n'), multipart('related', [page, inline], 'type="text/html"')]),
    attachment('application/pdf', 'lens-report.pdf', pdf('The lens: report of 26 October', ['36 prisms, of which 2 chipped (old)', 'Brass: clean. Mercury: none, thank goodness.', 'The tea on the windowsill did not spill.'])),
    multipart('mixed', [plain('PS: the two chipped prisms, close up.'), attachment('image/png', 'prism-7.png', badge([120, 160, 150], 96)), attachment('image/png', 'prism-22.png', badge([140, 150, 170], 96))], '', 'inner-nest'),
  ]))
}

function forwarded(): DemoMessage {
  const original = compose({ from: 'Keeper Emeritus <e.thorne@far-rock.example>', to: BOB, subject: 'The kettle', date: '2026-10-23 06:15', id: 'thorne-1' }, multipart('mixed', [
    flowed('Dear Mr Brennan,\n\nyou ask whether the kettle in the picture is the kettle. It is. We had one, and it was always on. You may have it; it is in the boathouse, behind the other things.\n\nE. Thorne'),
    attachment('image/png', 'kettle.png', badge([90, 60, 50], 120)),
  ]))
  return compose({ from: BOB, to: ALICE, cc: CAROL, subject: 'Fwd: The kettle', date: '2026-10-23 07:02', id: 'kettle-fwd', flags: [...SEEN, '$Forwarded'] }, multipart('mixed', [plain('THE KETTLE. See below. I am getting my boots.\n\nBob\n'), messageEntity(Buffer.from(original.content))]))
}

function digest(): DemoMessage {
  const one = (header: Omit<DemoHeader, 'to'>, words: string): Entity => ({ headers: [], body: Buffer.from(compose({ ...header, to: 'keepers@lists.example.net' }, plain(words)).content) })
  return compose({ from: 'Keepers digest <keepers-request@lists.example.net>', to: 'keepers@lists.example.net', subject: 'Keepers Digest, Vol 12, Issue 40', date: '2026-10-27 05:00', id: 'digest-12-40', lines: ['List-Id: Lighthouse keepers <keepers.lists.example.net>', 'Precedence: list'], flags: SEEN }, multipart('digest', [
    one({ from: 'List <keepers@lists.example.net>', subject: 'Today\'s topics', date: '2026-10-27 05:00', id: 'digest-0' }, '1. Brass polish (two messages)\n2. Fog signals in literature\n'),
    one({ from: 'R. Beam <beam@north-light.example>', subject: 'Brass polish', date: '2026-10-26 10:00', id: 'digest-1' }, 'Vinegar and flour. There is nothing else, and there never was.\n'),
    one({ from: 'S. Flint <flint@south-light.example>', subject: 'Re: Brass polish', date: '2026-10-26 11:30', id: 'digest-2' }, '> Vinegar and flour.\n\nAnd patience.\n'),
    one({ from: 'M. Gull <gull@east-light.example>', subject: 'Fog signals in literature', date: '2026-10-26 22:10', id: 'digest-3' }, 'I have found four novels in which a foghorn is heard, and one in which\nit is not, which is the better book.\n'),
  ]))
}

function report(action: 'failed' | 'delayed', words: string): DemoMessage {
  const status: Entity = {
    headers: ['Content-Type: message/delivery-status', 'Content-Description: Delivery report'],
    body: Buffer.from(crlf(`Reporting-MTA: dns; mx.old-harbour.example
Arrival-Date: Mon, 26 Oct 2026 08:00:02 +0000

Final-Recipient: rfc822; captain@old-harbour.example
Original-Recipient: rfc822;captain@old-harbour.example
Action: ${action}
Status: ${action === 'failed' ? '5.1.1' : '4.4.1'}
Diagnostic-Code: smtp; ${action === 'failed' ? '550 5.1.1 <captain@old-harbour.example>: no such user' : '451 4.4.1 connection timed out'}
`)),
  }
  const original = compose({ from: ALICE, to: 'captain@old-harbour.example', subject: 'Your logbook of 1911', date: '2026-10-26 07:59', id: 'logbook-1911' }, plain('Dear captain,\n\nmay we show your logbook?\n\nAlice Archer\n'))
  const date = action === 'failed' ? '2026-10-31 08:00' : '2026-10-26 12:00'
  return compose({ from: 'Mail Delivery System <MAILER-DAEMON@mx.old-harbour.example>', to: ALICE, subject: action === 'failed' ? 'Undelivered Mail Returned to Sender' : 'Delayed Mail (still being retried)', date, id: `report-${action}`, lines: ['Return-Path: <>', 'Auto-Submitted: auto-replied'], flags: action === 'failed' ? [] : SEEN }, multipart('report', [plain(words), status, messageEntity(Buffer.from(original.content))], 'report-type=delivery-status'))
}

function bounce(): DemoMessage {
  return report('failed', 'I am sorry to have to tell you that your message could not be delivered.\n\n<captain@old-harbour.example>: no such user\n')
}

function delayed(): DemoMessage {
  return report('delayed', 'Your message could not be delivered for 4 hours. You need not do anything;\nit will be tried for five days.\n')
}

function receiptWanted(): DemoMessage {
  return compose({ from: 'Town Hall <events@town-hall.example>', to: ALICE, subject: 'Permit for an event on the pier: please confirm that you have read this', date: '2026-11-03 10:00', id: 'permit-88', lines: ['Disposition-Notification-To: Town Hall <events@town-hall.example>', 'X-Priority: 2'], flags: [] }, plain('Permit 88/2026 is granted. No open fire, no fireworks, no more than two\ndogs at a time.\n\nTown Hall, Events\n'))
}

function large(): DemoMessage {
  return compose({ from: BOB, to: ALICE, subject: 'The foghorn, at last (5 MB)', date: '2026-11-04 21:40', id: 'foghorn-1', flags: [] }, multipart('mixed', [plain('Recorded from the kitchen window, with the kettle off.\n\nBob\n'), attachment('audio/wav', 'foghorn.wav', foghorn(88))]))
}

function oddNames(): DemoMessage {
  const file = (name: string): Entity => attachment('text/plain; charset=utf-8', name, Buffer.from('Only the name is odd.\r\n'))
  return compose({ from: 'Archive scanner <scanner@lantern-house.example>', to: ALICE, subject: 'Scans with the names that the scanner gives them', date: '2026-11-05 06:06', id: 'scan-1', flags: [] }, multipart('mixed', [
    plain('Six files. The scanner names them; we have asked it to stop.\n'),
    file('../../etc/passwd'), file('C:\\Scans\\page 1.txt'), file('CON.txt'), file('日誌 1911年 第三巻.txt'), file(`${'very-'.repeat(60)}long.txt`), file('page"; onload="x.txt'),
  ]))
}

/** A mailing list: threads with List-* lines. */
export function mailingList(): readonly DemoMessage[] {
  const list = ['List-Id: Lighthouse keepers <keepers.lists.example.net>', 'List-Post: <mailto:keepers@lists.example.net>', 'List-Help: <mailto:keepers-request@lists.example.net?subject=help>', 'List-Unsubscribe: <https://lists.example.net/keepers/leave>, <mailto:keepers-leave@lists.example.net>', 'List-Archive: <https://lists.example.net/keepers/>', 'Precedence: list', 'Sender: keepers-bounces@lists.example.net']
  const to = 'keepers@lists.example.net'
  const first = '<fog-1@east-light.example>'
  return [
    compose({ from: 'Morag Gull <gull@east-light.example>', to, subject: '[keepers] How loud is your fog?', date: '2026-10-28 09:00', id: 'fog-1', lines: list, flags: SEEN }, plain('Ours is 92 decibels at the gate, and the neighbours have begun to bake\nfor us, which we take as a hint. What do others have?\n\nMorag\n')),
    compose({ from: 'Rufus Beam <beam@north-light.example>', to, subject: 'Re: [keepers] How loud is your fog?', date: '2026-10-28 10:12', id: 'fog-2', after: [first], lines: list, flags: SEEN }, plain('On Wed, 28 Oct 2026, Morag Gull wrote:\n> Ours is 92 decibels at the gate\n\n88 here, but lower. One feels it rather than hears it, mostly in the soup.\n\nRufus\n')),
    compose({ from: 'Sorcha Flint <flint@south-light.example>', to, subject: 'Re: [keepers] How loud is your fog?', date: '2026-10-29 22:45', id: 'fog-3', after: [first, '<fog-2@north-light.example>'], lines: list, flags: [] }, plain('On Wed, 28 Oct 2026, Rufus Beam wrote:\n> On Wed, 28 Oct 2026, Morag Gull wrote:\n>> Ours is 92 decibels at the gate\n>\n> 88 here, but lower.\n\nWe have a bell. It has never been complained about in 140 years.\n\nSorcha\n')),
    raw('2026-11-06 07:10', `Received: from lists.example.net by mx.example.test; Fri, 06 Nov 2026 07:10:00 +0000
From: Morag Gull via keepers <keepers@lists.example.net>
Reply-To: Morag Gull <gull@east-light.example>
To: keepers@lists.example.net
Subject: [keepers] Winter meeting: Stavanger or Skye?
Date: Fri, 6 Nov 2026 07:09:30 +0000 (GMT)
Message-ID: <winter-1@east-light.example>
${list.join('\n')}
MIME-Version: 1.0
Content-Type: text/plain; charset=us-ascii

The vote is open until the 20th. Those who vote for Skye bring the rain
gear; those who vote for Stavanger bring the money.

Morag

_______________________________________________
keepers mailing list
https://lists.example.net/keepers/
`),
  ]
}
