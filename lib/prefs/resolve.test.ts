import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { NO_RULES, type PreferenceRules } from '#lib/mail/preferences/effective.ts'
import { PREFERENCE_NAMES, PREFERENCES, type PreferenceName } from '#lib/mail/preferences/schema.ts'
import { resolvePreferences } from './resolve.ts'

/** Values that the preference may have, so that levels can be told apart. */
function samples(name: PreferenceName): readonly unknown[] {
  const { kind, fallback } = PREFERENCES[name]
  switch (kind.type) {
    case 'toggle':
      return [fallback, !fallback]
    case 'choice':
      return kind.options
    case 'number':
      return [kind.least, kind.most, kind.least + 1]
    case 'text':
      return ['one', 'two', 'three']
    case 'lines':
      return [['one'], ['two'], ['three']]
    case 'records':
      return [[], [{ title: 'one' }], [{ title: 'two' }]]
  }
}

const defaults = (name: PreferenceName, value: unknown): PreferenceRules => ({ ...NO_RULES, defaults: { [name]: value } })
const locks = (name: PreferenceName, value: unknown, reason: string): PreferenceRules => ({ ...NO_RULES, locks: { [name]: { value, reason } } })

/** Rules about any preference, with any of its values. */
const anyRules = (name: PreferenceName): fc.Arbitrary<PreferenceRules> =>
  fc.constantFrom(NO_RULES, ...samples(name).flatMap((value) => [defaults(name, value), locks(name, value, 'x'), { ...defaults(name, value), hidden: [name] }, { ...locks(name, value, 'y'), hidden: [name] }]))

for (const name of PREFERENCE_NAMES) {
  test(`default, site, group, person and lock: ${name}`, () => {
    const values = samples(name)
    const [a, b, c] = [values[0], values[1], values.at(-1)]
    const of = (site: PreferenceRules, groups: readonly PreferenceRules[], person?: unknown) => resolvePreferences({ site, groups, person: person === undefined ? {} : { [name]: person } })[name]
    assert.deepEqual(of(NO_RULES, []), { value: PREFERENCES[name].fallback, from: 'built-in', hidden: false })
    assert.deepEqual(of(defaults(name, a), []), { value: a, from: 'site', hidden: false })
    assert.deepEqual(of(defaults(name, a), [NO_RULES, defaults(name, b), defaults(name, c)]), { value: b, from: 'group', hidden: false })
    assert.deepEqual(of(defaults(name, a), [defaults(name, b)], c), { value: c, from: 'person', hidden: false })
    assert.deepEqual(of(NO_RULES, [locks(name, a, 'because')], b), { value: a, from: 'group', lock: { level: 'group', reason: 'because' }, hidden: false })
    assert.deepEqual(of(locks(name, a, 'law'), [locks(name, b, 'custom')], c), { value: a, from: 'site', lock: { level: 'site', reason: 'law' }, hidden: false }, 'of two locks the site’s')
    assert.deepEqual(of({ ...defaults(name, a), hidden: [name] }, [], b), { value: a, from: 'site', hidden: true })
    assert.deepEqual(of(NO_RULES, [{ ...NO_RULES, hidden: [name] }], b), { value: PREFERENCES[name].fallback, from: 'built-in', hidden: true })
  })
}

/** Whoever may not choose these may not choose among identities either. */
const KEEPING: readonly PreferenceName[] = ['identity.address', 'identity.full_name']

test('a lock on name or address takes the other identities away, and the reason with them', () => {
  const identities = [{ name: 'Spoof', address: 'root@example.org', reply_to: '', organization: '', sent: '', signature_format: '', signature: '' }]
  for (const name of KEEPING) {
    const site = { ...NO_RULES, locks: { [name]: { value: '', reason: 'ours alone' } } }
    assert.deepEqual(resolvePreferences({ site, groups: [], person: { identities } }).identities, { value: [], from: 'site', lock: { level: 'site', reason: 'ours alone' }, hidden: false })
  }
  for (const name of KEEPING) assert.deepEqual(resolvePreferences({ site: { ...NO_RULES, hidden: [name] }, groups: [], person: { identities } }).identities, { value: [], from: 'built-in', hidden: true }, 'hidden is the administrator’s alone')
  assert.deepEqual(resolvePreferences({ site: NO_RULES, groups: [], person: { identities } }).identities.value, identities)
})

test('what is locked of the usual identity is so in all of them', () => {
  const identities = [{ name: 'Desk', address: 'desk@example.org', reply_to: 'me@example.org', organization: 'Mine', sent: '', signature_format: '', signature: 'Me' }]
  const locks = { 'identity.reply_to': { value: 'office@example.org', reason: '' }, 'identity.signature': { value: '', reason: '' } }
  assert.deepEqual(resolvePreferences({ site: { ...NO_RULES, locks }, groups: [], person: { identities } }).identities.value, [{ ...identities[0], reply_to: 'office@example.org', signature_format: 'text', signature: '' }])
})

test('what is set and hidden is imposed as a lock is; what is only hidden is not', () => {
  const identities = [{ name: 'Desk', address: 'desk@example.org', reply_to: 'me@example.org', organization: 'Mine', sent: '', signature_format: '', signature: 'Me' }]
  const hidden = ['identity.reply_to', 'identity.organization'] as const
  const { value } = resolvePreferences({ site: { ...NO_RULES, hidden, defaults: { 'identity.reply_to': 'office@example.org' } }, groups: [], person: { identities } }).identities
  assert.deepEqual(value, [{ ...identities[0], reply_to: 'office@example.org' }])
})

test('whoever imposes a signature says how it is written, too', () => {
  const site = { ...NO_RULES, locks: { 'identity.signature': { value: 'Orders <by post> only', reason: 'law' } } }
  const { 'identity.signature_format': format } = resolvePreferences({ site, groups: [], person: { 'identity.signature_format': 'html' } })
  assert.deepEqual(format, { value: 'text', from: 'built-in', lock: { level: 'site', reason: 'law' }, hidden: false })
  const formatted = { ...site, defaults: { 'identity.signature_format': 'html' as const } }
  assert.equal(resolvePreferences({ site: formatted, groups: [], person: { 'identity.signature_format': 'text' } })['identity.signature_format'].value, 'html')
})

test('whatever site, groups and person say: a lock is never overruled, what is hidden is never the person’s, nobody else’s value changes', () => {
  const everything = fc.constantFrom(...PREFERENCE_NAMES).chain((name) => fc.tuple(fc.constant(name), anyRules(name), fc.array(anyRules(name), { maxLength: 3 }), fc.constantFrom(undefined, ...samples(name))))
  fc.assert(
    fc.property(everything, ([name, site, groups, own]) => {
      const effective = resolvePreferences({ site, groups, person: own === undefined ? {} : { [name]: own } })
      const { value, from, lock, hidden } = effective[name]
      const firstLock = [site, ...groups].find((rules) => rules.locks[name])
      assert.equal(lock === undefined, firstLock === undefined)
      if (firstLock) assert.deepEqual([value, from], [firstLock.locks[name]?.value, firstLock === site ? 'site' : 'group'])
      assert.equal(hidden, [site, ...groups].some((rules) => rules.hidden.length > 0))
      if (hidden || lock) assert.notEqual(from, 'person')
      else if (own !== undefined) assert.deepEqual([value, from], [own, 'person'])
      const others = PREFERENCE_NAMES.filter((other) => other !== name && !(other === 'identities' && KEEPING.includes(name)) && !(other === 'identity.signature_format' && name === 'identity.signature'))
      for (const other of others) assert.deepEqual(effective[other], { value: PREFERENCES[other].fallback, from: 'built-in', hidden: false })
    }),
    { numRuns: 1000 },
  )
})
