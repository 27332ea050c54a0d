import { ALICE, compose, raw, type DemoMessage } from '../message-builder.ts'
import { flowed, plain, textInCharset } from '../mime-builder.ts'

const SEEN = ['\\Seen']
const octets = (hexadecimal: string): Buffer => Buffer.from(hexadecimal, 'hex')

// The same words in the old charsets, since Node writes none of them.
const JAPANESE = octets('1b24422522256a25394d4d1b28420d0a0d0a1b244224332473244b2441244f212345744266244e45384d773271244e24343046466224722422246a242c24482426243424362424245e243921231b28420d0a1b24423d3d306c376e3d3d3b30467c244b3a4a244846733f4d24473b472424245e243921233845242439523324467c3b6f2472382b246b244e2472335a2437245f244b243724462424245e243921231b28420d0a0d0a1b24423a3446231b2842201b244237721b28420d0a')
const CHINESE = octets('c7d7b0aeb5c4b0aec0f6cbbfa3ba0d0a0d0ac4fabac3a3a1ced2c3c7cad5b5bdc1cbb5c6cbfeb2a9ceefb9ddb5c4cdbcc2bca3acd3a1cba2b7c7b3a3beabc3c0a1a30d0aced2c3c7cfebceaacdbccae9b9ddb6a9b9bac8fdb1bea3acc7ebb8e6cbdfced2c3c7b8b6bfeeb7bdcabda1a38139ef31fd939534b2350d0a0d0acdf5d0a1c3f70d0a')
const RUSSIAN = octets('e4cfd2cfc7c1d120e1ccc9d3c1210d0a0d0af3d0c1d3c9c2cf20dac120d0d2c9c7ccc1dbc5cec9c52e20edcfca20c4c5c420c2d9cc20d3cdcfd4d2c9d4c5ccc5cd20cdc1d1cbc120cec120e2c5cccfcd20cdcfd2c52c0d0ac920d120d0d2c9d7c5dad520c5c7cf20c6cfcec1d2d82e20efce20c4cf20d3c9c820d0cfd220c7cfd2c9d42e0d0a0d0af4d7cfd120eec1c4d10d0a')
const HEBREW_8859 = octets('f9ece5ed20e0ece9f12c0d0a0d0afae5e3e420f2ec20e4e4e6eef0e420ecfaf2f8e5ebe42e20f0e2e9f220e1e9e5ed20f9e9f9e920e1f2f8e12c20ebe5ecf0e52c20f2ed20e4e9ece3e9ed2e0d0ae4e0ed20e0f4f9f820ecf2ece5fa20eceee2e3ece5f83f0d0a0d0af0e5f2e40d0a')

/** Letters from many places: old charsets, writing from right to left, raw eight-bit headers. */
export function charsets(): readonly DemoMessage[] {
  return [
    raw('2026-10-03 03:20', Buffer.concat([Buffer.from(letterHead({
      from: '=?ISO-2022-JP?B?GyRCOjRGIxsoQiAbJEI3chsoQg==?= <sato@lighthouse-friends.example>', subject: '=?ISO-2022-JP?B?GyRCRXRCZiRORThNdzJxJEskRCQkJEYbKEI=?=', id: 'sato-1', date: 'Sat, 03 Oct 2026 12:20:00 +0900', charset: 'ISO-2022-JP', encoding: '7bit',
    })), JAPANESE]), SEEN),
    raw('2026-10-09 02:05', Buffer.concat([Buffer.from(letterHead({
      from: '=?GB18030?B?zfXQocP3?= <wang@shore-library.example>', subject: '=?GB18030?B?tqm5usj9sb7NvMK8?=', id: 'wang-77', date: 'Fri, 09 Oct 2026 10:05:00 +0800', charset: 'gb18030', encoding: '8bit',
    })), CHINESE]), SEEN),
    raw('2026-10-12 18:30', Buffer.concat([Buffer.from(letterHead({
      from: '=?KOI8-R?B?7sHExdbEwSDtz9LP2s/XwQ==?= <nadia@white-sea.example>', subject: '=?KOI8-R?B?5s/OwdLYIM3PxcfPIMTFxME=?=', id: 'nadia-3', date: 'Mon, 12 Oct 2026 21:30:00 +0300', charset: 'koi8-r', encoding: '8bit',
    })), RUSSIAN]), [...SEEN, '\\Flagged']),
    rawHeaders(),
    raw('2026-10-18 09:11', Buffer.concat([Buffer.from(letterHead({
      from: '=?ISO-8859-8?B?8OXy5CDs5ek=?= <noa@carmel.example>', subject: '=?ISO-8859-8-I?B?4en35fgg4fry+OXr5A==?=', id: 'noa-1', date: 'Sun, 18 Oct 2026 12:11:00 +0300', charset: 'iso-8859-8', encoding: '8bit',
    })), HEBREW_8859]), SEEN),
    hebrew(),
    arabic(),
    emoji(),
    greek(),
  ]
}

interface LetterHead {
  readonly from: string
  readonly subject: string
  readonly id: string
  readonly date: string
  readonly charset: string
  readonly encoding: string
}

function letterHead({ from, subject, id, date, charset, encoding }: LetterHead): string {
  const domain = /@([^>]+)>/.exec(from)?.[1] ?? ''
  return [
    `From: ${from}`, `To: ${ALICE}`, `Subject: ${subject}`, `Date: ${date}`, `Message-ID: <${id}@${domain}>`,
    'MIME-Version: 1.0', `Content-Type: text/plain; charset=${charset}`, `Content-Transfer-Encoding: ${encoding}`, '', '',
  ].join('\r\n')
}

// What many programs sent for years: windows-1252 in the header, without a word about it.
function rawHeaders(): DemoMessage {
  return raw('2026-10-14 17:05', `From: J\xfcrgen Gro\xdfe-Wei\xdfenfels <juergen@leuchtturm.example>
To: Alice Archer <alice@example.test>
Subject: Gr\xfc\xdfe vom Leuchtturm \x96 und 20 \x80 f\xfcr die Suppe
Date: Wed, 14 Oct 2026 19:05:00 +0200
Message-ID: <gruesse-9@leuchtturm.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=windows-1252
Content-Transfer-Encoding: 8bit

Liebe Alice,

viele Gr\xfc\xdfe von der Ostsee! Zur Er\xf6ffnung kommen wir zu dritt: der Hund,
die T\xfcr vom alten Lampenhaus (\x84leihweise\x93) und ich. Anbei 20 \x80 f\xfcr die
Suppe \x97 in Gedanken.

J\xfcrgen
`, SEEN)
}

function hebrew(): DemoMessage {
  return compose({ from: 'דנה כהן <dana@carmel.example>', to: ALICE, subject: 'תמונות מהמגדלור בחיפה', date: '2026-10-19 06:40', id: 'dana-4', flags: SEEN }, plain(`
שלום אליס,

שלחתי לך את התמונות הישנות מהמגדלור (Stella Maris) בחיפה. בתמונה מספר 3 רואים
את סבתא שלי עם הפנס. אפשר להציג אותן בתערוכה, בבקשה עם השם המלא.

להתראות ב-13 בנובמבר,
דנה
`))
}

function arabic(): DemoMessage {
  return compose({ from: 'يوسف الخطيب <yousef@old-port.example>', to: ALICE, subject: 'دعوة: فنار الميناء القديم', date: '2026-10-21 15:30', id: 'yousef-2', flags: [] }, plain(`
عزيزتي أليس،

شكرًا على الكتالوج الجميل (48 صفحة). نود أن ندعوكم إلى زيارة فنار الميناء القديم
في الربيع القادم، ومعكم Bob و Carol بالطبع.

مع أطيب التحيات،
يوسف
`))
}

function emoji(): DemoMessage {
  return compose({ from: 'Tilly Archer 🦀 <tilly@archers.example>', to: ALICE, subject: '🎉🎂 Guess who is nine!! 👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿', date: '2026-10-30 16:12', id: 'tilly-9', flags: ['\\Flagged'] }, plain(`
Dear aunt Alice 👋🏽

I am NINE 9️⃣ and I got a torch 🔦 that goes round like yours!!!
Can I be a lighthouse keeper too? I am not afraid of storms 🌊🌊🌊
(only a bit of crabs 🦀 but I draw them)

🫶 Tilly
`))
}

function greek(): DemoMessage {
  const text = Buffer.from('Αγαπητή Άλις,\r\n\r\nο φάρος της Ρόδου δεν υπάρχει πια, αλλά έχουμε πολύ καλό καφέ.\r\n\r\nΕλένη\r\n', 'utf8')
  return compose({ from: 'Ελένη Παπαδάκη <eleni@rhodes.example>', to: ALICE, subject: 'Καλημέρα από τη Ρόδο', date: '2026-10-31 08:00', id: 'eleni-1', flags: [] }, textInCharset('utf-8', text, '8bit'))
}

/** A long letter in flowing text, from home. */
export function letterFromHome(): DemoMessage {
  return compose({ from: 'Mum <margaret@archers.example>', to: ALICE, subject: 'News from the garden', date: '2026-10-17 18:20', id: 'mum-31', flags: [...SEEN, '\\Answered'] }, flowed(`
Dear Alice,

the quinces are in. All forty of them, if you count the one that fell into the rain barrel and frightened your father. I have made jelly from the good ones and a sort of cheese from the others, and the kitchen smells as it did when you were small and stood on the stool.

Your father has built a shelf. It is a good shelf, and nearly level, and we do not speak about the nearly.

Will you have enough coats at the opening? You always give yours away. We shall come on the early train and bring two spare ones, and the jelly.

> And please tell me what one wears to an opening on a pier.

That was your question from last week, and the answer is: wool.

Love,
Mum

-- 
Margaret Archer
Quince Cottage`))
}
