import fc from 'fast-check'
import type { Card, CardProperty } from '#lib/mail/contacts/card.ts'

/** Texts with what separates, escapes, folds and ends things in the formats of contacts. */
const text = fc.string({ unit: fc.oneof(fc.constantFrom('\\', ',', ';', ':', '"', '\n', '^', ' ', '=', "'", '\t'), fc.constantFrom('n', 'N', 'ü', '漢', '😀', '\u2028', '\u0301'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })), maxLength: 60 }).map(cleaned)
const line = text.map((value) => value.replaceAll('\n', ' '))
/** Behind a comma in TYPE the next type begins, quoted or not. */
const typeName = fc.stringMatching(/^[a-z0-9-]{1,8}$/)
const tokens = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/)
const component = fc.oneof(text, fc.array(text, { minLength: 2, maxLength: 3 }))

function cleaned(value: string): string {
  return value.replace(/[\0-\x08\x0b-\x1f\x7f]/g, '').toWellFormed()
}

const parameters = fc
  .record({ type: fc.option(fc.array(typeName, { minLength: 1, maxLength: 3 })), pref: fc.option(fc.integer({ min: 1, max: 100 }).map((pref) => [String(pref)])), own: fc.array(fc.tuple(tokens.map((name) => `x-${name}`), fc.array(text, { minLength: 1, maxLength: 2 })), { maxLength: 2 }) })
  .map(({ type, pref, own }) => Object.fromEntries([...(type ? [['type', type] as const] : []), ...(pref ? [['pref', pref] as const] : []), ...own]))

function property(names: string[], type: string, values: fc.Arbitrary<CardProperty['values']>): fc.Arbitrary<CardProperty> {
  return fc
    .record({ group: fc.option(tokens, { nil: undefined }), name: fc.constantFrom(...names), parameters, values })
    .map(({ group, ...rest }) => ({ ...(group !== undefined && { group }), ...rest, type }))
}

const single = (value: fc.Arbitrary<string>) => value.map((one) => [one])
const several = property(['nickname', 'categories'], 'text', fc.array(text, { minLength: 1, maxLength: 3 }))

const arbitraryProperty: fc.Arbitrary<CardProperty> = fc.oneof(
  property(['fn', 'note', 'email', 'tel', 'title', 'x-said'], 'text', single(text)),
  several,
  property(['n', 'adr'], 'text', fc.array(component, { minLength: 1, maxLength: 7 }).map((value) => [value])),
  property(['org', 'gender'], 'text', fc.array(text, { minLength: 1, maxLength: 3 }).map((value) => [value])),
  property(['url', 'photo', 'member', 'tel'], 'uri', single(text)),
  property(['bday', 'anniversary'], 'date-and-or-time', single(text)),
  property(['x-foo', 'nobody-knows'], 'unknown', single(line)),
)

/** Any card that the shape allows: with FN, without control characters. */
export const arbitraryCard: fc.Arbitrary<Card> = fc
  .tuple(property(['fn'], 'text', single(text)), fc.array(arbitraryProperty, { maxLength: 8 }))
  .map(([named, others]) => ({ properties: [named, ...others] }))

/** Chunks of a text's octets, cut where the numbers say, as a stream. */
export async function* streamed(octets: Uint8Array, size = 65536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size)
}

export async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}
