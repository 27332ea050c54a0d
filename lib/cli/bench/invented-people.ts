/** Somebody who does not exist. */
export interface InventedPerson {
  readonly uid: string
  readonly first: string
  readonly last: string
  readonly address: string
}

/** Syllables of names in the scripts that a directory has; the first ones of a row begin names. */
const SCRIPTS: readonly (readonly [first: readonly string[], last: readonly string[]])[] = [
  [['An', 'Ma', 'El', 'Jo', 'Zo', 'Bri', 'Kat', 'Lu'], ['na', 'ria', 'ke', 'han', 'ë', 'gid', 'tin', 'cía']],
  [['Му', 'Ол', 'Ка', 'Вла', 'Ни'], ['ра', 'га', 'тя', 'дим', 'на']],
  [['Ελ', 'Νι', 'Μα', 'Σο'], ['ένη', 'κος', 'ρία', 'φία']],
  [['山', '佐', '高', '渡', '伊'], ['本', '藤', '橋', '辺', '田']],
  [['سا', 'مح', 'لي', 'نو'], ['رة', 'مد', 'لى', 'ر']],
  [['김', '이', '박', '최'], ['민', '서', '준', '연']],
]
/** Of ten people so many have names in each script. */
const SHARES = [0, 0, 0, 0, 0, 1, 2, 3, 4, 5] as const

/** So many people, the same each time, each with an address of their own. */
export function* inventedPeople(count: number): Generator<InventedPerson> {
  for (let number = 0; number < count; number++) {
    const [starts, ends] = SCRIPTS[SHARES[number % 10] ?? 0] as (typeof SCRIPTS)[number]
    const of = (list: readonly string[], at: number): string => list[at % list.length] ?? ''
    const mixed = Math.imul(number + 1, 2654435761) >>> 0
    const first = of(starts, mixed) + of(ends, mixed >>> 5)
    const last = of(starts, mixed >>> 9) + of(ends, mixed >>> 13) + of(ends, mixed >>> 17) + of(ends, mixed >>> 21)
    yield { uid: `p${number}`, first, last, address: `p${number}@bench.test` }
  }
}
