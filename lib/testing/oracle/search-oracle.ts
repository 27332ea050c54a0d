import { casemap, casemapOrder } from '#lib/mail/casemap.ts'
import fc from 'fast-check'
import { FIRST_DAY, FLAGS, sentAt, text, type MailModel, type Person, type RenderedMail } from './random-mail.ts'

/** A message of the mailbox as the oracle knows it. */
export interface KnownMail {
  readonly model: MailModel
  readonly rendered: RenderedMail
  readonly uid: number
  /** Its number in the mailbox, from 1 on. */
  readonly sequence: number
}

/** A search key: what a client says, and what it means of one message among all. */
export interface Key {
  readonly wire: string
  fits(mail: KnownMail, all: readonly KnownMail[]): boolean
}

const MONTH_DAY = (day: number): string => `${day + 1}-Jan-2024`
const dayOf = (seconds: number): number => Math.floor((seconds - FIRST_DAY) / 86_400)
const holds = (value: string, wanted: string): boolean => casemap(value).includes(casemap(wanted))
const literal = (value: string): string => `{${Buffer.byteLength(value)}+}\r\n${Buffer.from(value).toString('latin1')}`

const key = (wire: string, fits: Key['fits']): Key => ({ wire, fits })

function ofText(name: string, value: (mail: KnownMail) => readonly string[]): fc.Arbitrary<Key> {
  return text.map((wanted) => key(`${name} ${literal(wanted)}`, (mail) => value(mail).some((one) => holds(one, wanted))))
}

function ofDay(name: string, value: (mail: KnownMail) => number | undefined): fc.Arbitrary<Key> {
  return fc.tuple(fc.constantFrom('BEFORE', 'ON', 'SINCE'), fc.integer({ min: 0, max: 4 })).map(([test, day]) =>
    key(`${name}${test} ${MONTH_DAY(day)}`, (mail) => {
      const found = value(mail)
      if (found === undefined) return false
      return test === 'BEFORE' ? found < day : test === 'ON' ? found === day : found >= day
    }),
  )
}

const people = (persons: readonly Person[]): readonly string[] => persons.flatMap(({ name, local }) => [name, `${local}@example.test`])
const bodyOf = ({ model, rendered }: KnownMail): readonly string[] => [rendered.partHeaders, ...model.parts.map((part) => part.text)]

/** A set of numbers up to some 20, `*` among them: what is written, and the numbers it names when `greatest` is the last. */
export const numberSet: fc.Arbitrary<{ readonly wire: string; readonly names: (greatest: number, number: number) => boolean }> = fc
  .array(fc.tuple(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constant('*' as const)), fc.option(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constant('*' as const)), { nil: undefined })), { minLength: 1, maxLength: 3 })
  .map((ranges) => ({
    wire: ranges.map(([first, last]) => (last === undefined ? `${first}` : `${first}:${last}`)).join(','),
    names: (greatest, number) =>
      ranges.some(([first, last]) => {
        const [a, b] = [first, last ?? first].map((end) => (end === '*' ? greatest : end)) as [number, number]
        return number >= Math.min(a, b) && number <= Math.max(a, b)
      }),
  }))

const simple: fc.Arbitrary<Key> = fc.oneof(
  fc.constant(key('ALL', () => true)),
  fc.constantFrom(...FLAGS).map((flag) => key(flag.startsWith('\\') ? flag.slice(1).toUpperCase() : `KEYWORD ${flag}`, ({ model }) => model.flags.includes(flag))),
  fc.constantFrom(...FLAGS).map((flag) => key(flag.startsWith('\\') ? `UN${flag.slice(1)}` : `UNKEYWORD ${flag.toLowerCase()}`, ({ model }) => !model.flags.includes(flag))),
  ofText('SUBJECT', ({ model }) => [model.marks + model.base]),
  ofText('FROM', ({ model }) => people(model.from)),
  ofText('TO', ({ model }) => people(model.to)),
  ofText('CC', ({ model }) => people(model.cc)),
  ofText('BODY', bodyOf),
  ofText('TEXT', (mail) => [mail.rendered.header, ...bodyOf(mail)]),
  ofText('HEADER X-Label', ({ model }) => (model.label === undefined ? [] : [model.label])),
  fc.constant(key('HEADER x-label ""', ({ model }) => model.label !== undefined)),
  ofDay('', ({ model }) => dayOf(model.arrived + model.arrivedZone * 3600)),
  ofDay('SENT', ({ model }) => model.date?.day),
  fc.integer({ min: 0, max: 700 }).map((size) => key(`LARGER ${size}`, ({ rendered }) => rendered.octets.length > size)),
  fc.integer({ min: 0, max: 700 }).map((size) => key(`SMALLER ${size}`, ({ rendered }) => rendered.octets.length < size)),
  numberSet.map(({ wire, names }) => key(wire, ({ sequence }, all) => names(all.length, sequence))),
  numberSet.map(({ wire, names }) => key(`UID ${wire}`, ({ uid }, all) => names(all.at(-1)?.uid ?? 0, uid))),
)

/** Any search program. */
export const program: fc.Arbitrary<Key> = fc.letrec<{ key: Key }>((tie) => ({
  key: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    simple,
    tie('key').map((inner) => key(`NOT ${inner.wire}`, (mail, all) => !inner.fits(mail, all))),
    fc.tuple(tie('key'), tie('key')).map(([a, b]) => key(`OR ${a.wire} ${b.wire}`, (mail, all) => a.fits(mail, all) || b.fits(mail, all))),
    fc.tuple(tie('key'), tie('key')).map(([a, b]) => key(`(${a.wire} ${b.wire})`, (mail, all) => a.fits(mail, all) && b.fits(mail, all))),
  ),
})).key

/** What SORT compares (RFC 5256 §3, RFC 5957 §3), of the model and never of the octets. */
const SORT_VALUES: Readonly<Record<string, (mail: KnownMail) => number | string>> = {
  ARRIVAL: ({ model }) => model.arrived,
  DATE: ({ model }) => (model.date ? sentAt(model.date) : model.arrived),
  SIZE: ({ rendered }) => rendered.octets.length,
  SUBJECT: ({ model }) => casemapOrder(model.base),
  FROM: ({ model }) => casemapOrder(model.from[0]?.local ?? ''),
  TO: ({ model }) => casemapOrder(model.to[0]?.local ?? ''),
  CC: ({ model }) => casemapOrder(model.cc[0]?.local ?? ''),
  DISPLAYFROM: ({ model }) => displayed(model.from[0]),
  DISPLAYTO: ({ model }) => displayed(model.to[0]),
}

function displayed(person: Person | undefined): string {
  return person ? casemapOrder(person.name || `${person.local}@example.test`) : ''
}

export const criteria = fc.array(fc.tuple(fc.constantFrom(...Object.keys(SORT_VALUES)), fc.boolean()), { minLength: 1, maxLength: 3 })

/** By the criteria, then as they stand in the mailbox. */
export function sorted(mails: readonly KnownMail[], by: readonly (readonly [string, boolean])[]): readonly KnownMail[] {
  return [...mails].sort((a, b) => {
    for (const [name, reverse] of by) {
      const [left, right] = [SORT_VALUES[name]!(a), SORT_VALUES[name]!(b)]
      if (left !== right) return left < right === reverse ? 1 : -1
    }
    return a.sequence - b.sequence
  })
}
