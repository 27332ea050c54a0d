import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { expectationInEnglish } from '#lib/testing/reasons/in-english.ts'
import { readFormText, writeFormText } from './form-text.ts'
import { parsePreference, PREFERENCE_NAMES, PREFERENCES } from './schema.ts'

const value = (name: string, given: unknown): unknown => {
  const parsed = parsePreference(name, given)
  return 'value' in parsed ? parsed.value : undefined
}
/** What was expected, or the code of what else is wrong. */
const problem = (name: string, given: unknown): string => {
  const parsed = parsePreference(name, given)
  if ('value' in parsed) return ''
  return parsed.problem.code === 'must-be' ? expectationInEnglish(parsed.problem.expected) : Object.values(parsed.problem).join(' ')
}

test('every fallback is a value that may be set, and survives a form', () => {
  for (const name of PREFERENCE_NAMES) {
    const { fallback } = PREFERENCES[name]
    assert.deepEqual(value(name, fallback), fallback, name)
    assert.deepEqual(value(name, readFormText(name, writeFormText(name, fallback))), fallback, name)
  }
})

test('nothing that JSON can hold breaks a check, and what passes is kept unchanged', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PREFERENCE_NAMES), fc.jsonValue(), (name, given) => {
      const parsed = parsePreference(name, given)
      if ('value' in parsed) assert.deepEqual(value(name, parsed.value), parsed.value)
      else assert.equal(parsed.problem.code, 'must-be')
    }),
    { numRuns: 3000 },
  )
})

test('each kind says what it expected', () => {
  assert.equal(problem('index.page_size', 9), 'a whole number from 10 to 500')
  assert.equal(problem('index.page_size', '50'), 'a whole number from 10 to 500')
  assert.equal(problem('reading.headers', 'long'), 'one of "short", "full"')
  assert.equal(problem('composing.save_sent', 'yes'), 'true or false')
  assert.match(problem('identity.full_name', 'a\nb'), /one line/)
  assert.match(problem('identity.address', 'not an address'), /ann@example.org/)
  assert.match(problem('time_zone', 'Mars/Olympus'), /Europe\/Vienna/)
  for (const url of ['data:text/html,x', 'ftp://x', 'https://user:word@example.org', '/relative']) assert.match(problem('links', [{ title: 'x', url }]), /"url" must be an address that begins with/, url)
  assert.match(problem('links', [{ title: 'x', url: 'https://example.org', more: 1 }]), /title, url/)
})

test('a name that is nearly right is suggested', () => {
  assert.equal(problem('index.pageSize', 50), 'nearly-known index.page_size')
  assert.equal(problem('signature', ''), 'nearly-known identity.signature')
  for (const name of ['__proto__', 'constructor', 'toString', '']) assert.equal(problem(name, 1), 'unknown')
})

test('links stand a line each in a form', () => {
  const links = [{ title: 'Timetable', url: 'https://example.org/a|b' }, { title: '', url: 'http://example.org/' }]
  assert.deepEqual(value('links', readFormText('links', writeFormText('links', links))), links)
  assert.deepEqual(value('composing.blind_copies', readFormText('composing.blind_copies', ' a@example.org \r\n\r\nb@example.org')), ['a@example.org', 'b@example.org'])
})
