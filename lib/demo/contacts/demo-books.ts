import type { PreparedBook } from '#lib/mail/contacts/prepared-book.ts'
import { groupCard, personCard, type DemoContact } from './demo-cards.ts'

/*
 * Nobody here exists: every address is below .example, every telephone number begins with +999, a country code that nobody has. Birthdays lie
 * three weeks apart, so that there is always one to come.
 */

const ARCHERS: readonly DemoContact[] = [
  { given: 'Margaret', family: 'Archer', address: 'margaret@archers.example', nickname: 'Mum', birthday: '1951-01-09', phone: '+999 20 5550101', street: ['4 Orchard Lane', 'Applecombe', 'AP1 4MA', 'England'], hasPhoto: true },
  { given: 'Walter', family: 'Archer', address: 'walter@archers.example', nickname: 'Dad', birthday: '1949-01-30', note: 'Nearly level shelves.', street: ['4 Orchard Lane', 'Applecombe', 'AP1 4MA', 'England'] },
  { given: 'Tilly', family: 'Archer', address: 'tilly@archers.example', birthday: '1984-02-19', phone: '+999 20 5550103', hasPhoto: true },
  { given: 'Jonas', family: 'Archer-Lind', address: 'jonas@archers.example', birthday: '--03-11' },
]

const CHOIR: readonly DemoContact[] = [
  { given: 'Zoë', family: 'Lindqvist', address: 'zoe@tidal-choir.example', birthday: '1979-04-01', title: 'Alto', hasPhoto: true },
  { given: 'Paweł', family: 'Wiśniewski', address: 'pawel@tidal-choir.example', birthday: '1971-04-22', title: 'Tenor', phone: '+999 20 5550112' },
  { given: '美咲', family: '佐藤', address: 'misaki@tidal-choir.example', birthday: '1990-05-13', title: 'Soprano' },
  { given: 'Ольга', family: 'Соколова', address: 'olga@tidal-choir.example', birthday: '1966-06-03', title: 'Soprano', phone: '+999 20 5550114' },
  { given: 'Rónán', family: 'Ó Súilleabháin', address: 'ronan@tidal-choir.example', birthday: '1988-06-24', title: 'Bass', note: 'Sings an octave lower than written, and is right.' },
]

const FRIENDS: readonly DemoContact[] = [
  { given: 'Ines', family: 'Quay', address: 'ines@quay.example', birthday: '1983-07-15', phone: '+999 20 5550120', hasPhoto: true },
  { given: 'Dr Hugo', family: 'Stern', address: 'practice@stern-teeth.example', organization: 'Stern Dental Practice', title: 'Dentist', birthday: '1960-08-05', phone: '+999 20 5550121' },
  { given: 'Amara', family: 'Okafor', address: 'amara@bicycles.example', organization: 'Okafor Bicycles', birthday: '--08-26', phone: '+999 20 5550122', note: 'Has the spare key.' },
]

const TRADE: readonly DemoContact[] = [
  { given: 'Orla', family: 'Dunne', address: 'orla.dunne@quayside-press.example', organization: 'Quayside Press', title: 'Printer', birthday: '1976-09-16', phone: '+999 21 5550130', hasPhoto: true },
  { given: 'Nils', family: 'Holm', address: 'nils@holm-glass.example', organization: 'Holm Optical Glass', title: 'Lens grinder', birthday: '1958-10-07', phone: '+999 21 5550131' },
  { given: 'Bea', family: 'Marsh', address: 'bea@soup-and-salt.example', organization: 'Soup & Salt', title: 'Cook', birthday: '1981-10-28', phone: '+999 21 5550132', note: 'Forty bowls at most.' },
  { given: 'Theo', family: 'Vane', address: 'theo@harbour-post.example', organization: 'The Harbour Post', title: 'Reporter', birthday: '1992-11-18', phone: '+999 21 5550133' },
  { given: 'Ms', family: 'Farrow', address: 'farrow@harbour-school.example', organization: 'Harbour School', title: 'Class 4b', birthday: '--12-09' },
  { given: 'Ewan', family: 'Thorne', address: 'ewan.thorne@far-rock.example', organization: 'Far Rock', title: 'Keeper emeritus', birthday: '1938-12-28', street: ['The Boathouse', 'Far Rock', 'FR9 1EW', 'Scotland'] },
]

const named = (people: readonly DemoContact[]): readonly string[] => people.map(({ given, family }) => `${given} ${family}`)

/** The address books of the demonstration: one of Alice's own, and one that the museum shares. */
export function demoBooks(): readonly PreparedBook[] {
  return [
    {
      owner: 'alice',
      title: '',
      shared: [],
      cards: [
        ...[...ARCHERS, ...CHOIR, ...FRIENDS].map(personCard),
        groupCard('Family', named(ARCHERS)),
        groupCard('Tidal choir', [...named(CHOIR), 'rehearsals@tidal-choir.example']),
        groupCard('Birthday party', ['Family', 'Tidal choir', 'Ines Quay']),
      ],
    },
    {
      owner: 'alice',
      title: 'Lantern House Museum',
      shared: [{ to: 'user', name: 'bob', right: 'write' }, { to: 'user', name: 'carol', right: 'write' }, { to: 'user', name: 'admin', right: 'read' }],
      cards: [...TRADE.map(personCard), groupCard('Opening night', named(TRADE))],
    },
  ]
}
