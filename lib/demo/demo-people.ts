import { Dice } from './random.ts'

/** Somebody whom the demonstration's directory knows; nobody of them exists. */
export interface DemoPerson {
  readonly uid: string
  readonly first: string
  readonly last: string
  readonly address: string
  readonly phone: string
  readonly title: string
  readonly unit: string
  readonly city: string
  /** The `uid` of who leads their unit; the leader of a unit has none. */
  readonly manager: string | undefined
}

/** Names as they are written, and how their addresses spell them. */
const FIRST: readonly (readonly [name: string, spelled: string])[] = [
  ['Ada', 'ada'], ['Zoë', 'zoe'], ['Łukasz', 'lukasz'], ['Søren', 'soren'], ['Émile', 'emile'], ['İpek', 'ipek'], ['Ольга', 'olga'], ['Дмитрий', 'dmitri'], ['Νίκος', 'nikos'], ['أمل', 'amal'],
  ['דנה', 'dana'], ['陽子', 'yoko'], ['健', 'ken'], ['伟', 'wei'], ['सीता', 'sita'], ['Mónica', 'monica'], ['Bríd', 'brid'], ['Jürgen', 'jurgen'], ['Ngọc', 'ngoc'], ['Þóra', 'thora'],
]
const LAST: readonly (readonly [name: string, spelled: string])[] = [
  ['Brandt', 'brandt'], ['Ōta', 'ota'], ['Kowalczyk', 'kowalczyk'], ['Müller', 'muller'], ['Møller', 'moller'], ['Лебедева', 'lebedeva'], ['Παππάς', 'pappas'], ['حداد', 'haddad'], ['כהן', 'kohen'], ['山本', 'yamamoto'],
  ['王', 'wang'], ['शर्मा', 'sharma'], ['García', 'garcia'], ['Ó Briain', 'obriain'], ['Nguyễn', 'nguyen'], ['D’Amico', 'damico'], ['van der Berg', 'vanderberg'], ['Sigurðardóttir', 'sigurdardottir'], ['Özdemir', 'ozdemir'], ['Smith (Sr.)', 'smith'],
]
const UNITS = ['Harbour', 'Museum', 'Ferries', 'Workshop', 'School', 'Accounts', 'Weather', 'Lighthouse'] as const
const TITLES = ['Keeper', 'Curator', 'Engineer', 'Teacher', 'Clerk', 'Pilot', 'Librarian', 'Painter'] as const
const CITIES = ['Lanternport', 'East Skerry', 'Bell Rock', 'Farhaven'] as const

/** Every first name with every last one, the same each time: 400 people in many scripts. */
export function demoPeople(domain: string): readonly DemoPerson[] {
  const dice = new Dice(1911)
  const leaders = new Map<string, string>()
  return FIRST.flatMap(([first, spelledFirst]) =>
    LAST.map(([last, spelledLast]): DemoPerson => {
      const uid = `${spelledFirst}.${spelledLast}`
      const unit = UNITS[dice.below(UNITS.length)] ?? UNITS[0]
      const manager = leaders.get(unit)
      if (manager === undefined) leaders.set(unit, uid)
      return {
        uid, first, last, unit, manager,
        address: `${uid}@${domain}`,
        // Numbers that no telephone has (ITU-T E.164 reserves +999).
        phone: `+999 ${100 + dice.below(900)} ${1000 + dice.below(9000)}`,
        title: TITLES[dice.below(TITLES.length)] ?? TITLES[0],
        city: CITIES[dice.below(CITIES.length)] ?? CITIES[0],
      }
    }),
  )
}
