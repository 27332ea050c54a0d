import { byArrival } from './alice.ts'
import { foghorn, pdf } from './documents.ts'
import { openingNight, openingNightSent } from './inbox/conversations.ts'
import { ADA, ALICE, BOB, CAROL, compose, messageId, type DemoMessage } from './message-builder.ts'
import { attachment, flowed, multipart, plain } from './mime-builder.ts'
import { bay } from './pictures.ts'

const SEEN = ['\\Seen']
const EVERYBODY = `${ALICE}, ${BOB}, ${CAROL}`

const writtenBy = (name: string) => (message: DemoMessage): boolean => Buffer.from(message.content).includes(`From: ${name}`)

/** The opening as the others have it: what they did not write themselves. */
function openingFor(name: string): readonly DemoMessage[] {
  return [...openingNight(), ...openingNightSent()].filter((message) => !writtenBy(name)(message)).map((message) => ({ ...message, flags: SEEN }))
}

function openingSentBy(name: string): readonly DemoMessage[] {
  return openingNight().filter(writtenBy(name)).map((message) => ({ ...message, flags: SEEN }))
}

export function bobInbox(): readonly DemoMessage[] {
  return byArrival([
    ...openingFor('Bob'),
    compose({ from: ALICE, to: BOB, subject: 'Page 31', date: '2026-10-28 16:20', id: 'page-31-question', after: ['<catalogue-5@quayside-press.example>'], flags: ['\\Seen', '\\Answered'] }, plain('The printer asks about page 31. Is it meant to be empty?\n\nAlice\n')),
    compose({ from: 'Keeper Emeritus <e.thorne@far-rock.example>', to: BOB, subject: 'The other things in the boathouse', date: '2026-11-03 06:10', id: 'thorne-2', flags: [] }, flowed('Dear Mr Brennan,\n\nwhile you are behind the other things: the other things are yours as well. There is a bell among them that I would like to see ringing once more.\n\nE. Thorne')),
    compose({ from: CAROL, to: BOB, cc: ALICE, subject: 'Ladders', date: '2026-11-08 12:40', id: 'ladders-1', flags: [] }, plain('We have three and need four. Does the fire brigade still owe us one?\n\nCarol\n')),
  ])
}

export function bobSent(): readonly DemoMessage[] {
  return openingSentBy('Bob')
}

/** Carol keeps large things, which is why her mailbox is nearly full. */
export function carolInbox(): readonly DemoMessage[] {
  return byArrival([
    ...openingFor('Carol'),
    compose({ from: ALICE, to: CAROL, cc: BOB, subject: 'Re: Sunday on the water?', date: '2026-10-08 17:12', id: 'boat-sent', after: [messageId('boat-1', CAROL)], flags: SEEN }, plain('Wool, sandwiches, pears. I will be at the steps at ten.\n\nAlice\n')),
    compose({ from: BOB, to: CAROL, subject: 'Foghorn, short version', date: '2026-11-04 21:50', id: 'foghorn-short', flags: ['\\Flagged'] }, multipart('mixed', [plain('For the audio guide. Mind your ears.\n\nBob\n'), attachment('audio/wav', 'foghorn-short.wav', foghorn(32))])),
    compose({ from: 'Quayside Press <orders@quayside-press.example>', to: CAROL, subject: 'Posters: proof', date: '2026-11-06 11:11', id: 'poster-1', flags: [] }, multipart('mixed', [plain('Dear Ms Castellan,\n\nthe proof of the poster is attached.\n\nOrla Dunne\n'), attachment('application/pdf', 'poster.pdf', pdf('KEEPERS, STORMS, LENS', ['Lantern House Museum', 'from 14 November 2026', 'Soup at the opening'])), attachment('image/png', 'poster-picture.png', bay(0.8))])),
  ])
}

export function carolSent(): readonly DemoMessage[] {
  return openingSentBy('Carol')
}

export function adminInbox(): readonly DemoMessage[] {
  return [
    compose({ from: ALICE, to: ADA, subject: 'Who can write to the Team mailbox?', date: '2026-10-02 08:30', id: 'team-question', flags: ['\\Seen', '\\Answered'] }, plain('Dear Ada,\n\nis it only us three, or the volunteers as well?\n\nAlice\n')),
    compose({ from: 'postmaster@example.test', to: ADA, subject: 'Weekly report', date: '2026-11-08 00:05', id: 'weekly-45', flags: [] }, plain('Messages delivered: 214\nMessages refused:   31\nDisk:               2 % in use\n')),
  ]
}

/** The mailbox that the admin shares with alice, bob and carol. */
export function team(): readonly DemoMessage[] {
  const first = messageId('team-1', ADA)
  return [
    compose({ from: ADA, to: EVERYBODY, subject: 'How we use this mailbox', date: '2026-10-01 09:00', id: 'team-1', flags: ['\\Seen', '\\Flagged'] }, plain('What concerns all of us goes here: questions of visitors, offers, keys.\nWhoever answers marks it as answered. Nobody deletes anything that has a\nphotograph in it.\n\nAda\n')),
    compose({ from: 'A visitor <visitor@post.example>', to: 'team@example.test', subject: 'Is the tower open for people who are afraid of stairs?', date: '2026-10-06 14:22', id: 'visitor-1', flags: ['\\Seen', '\\Answered'] }, plain('Dear museum,\n\nmy husband counts stairs. How many are there?\n\nKind regards\nH. Linden\n')),
    compose({ from: BOB, to: 'team@example.test', subject: 'Re: How we use this mailbox', date: '2026-10-01 09:31', id: 'team-2', after: [first], flags: SEEN }, plain('And photographs of soup?\n\nBob\n')),
    compose({ from: 'Harbour School <office@harbour-school.example>', to: 'team@example.test', subject: 'Thirty children on Thursday', date: '2026-11-05 10:45', id: 'school-1', flags: [] }, plain('Dear team,\n\nwe should like to come on Thursday the 19th with class 4b. Two of them\nbite, but only each other.\n\nMs Farrow\n')),
    compose({ from: CAROL, to: 'team@example.test', subject: 'Photographs: the hall, finished', date: '2026-11-11 18:00', id: 'hall-1', flags: [] }, multipart('mixed', [plain('So that we remember what it looked like before people.\n\nCarol\n'), attachment('image/png', 'hall.png', bay(0.35))])),
  ].toSorted((a, b) => a.internalDate.getTime() - b.internalDate.getTime())
}
