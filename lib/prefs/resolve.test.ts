import assert from 'node:assert/strict'
import { test } from 'node:test'
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
