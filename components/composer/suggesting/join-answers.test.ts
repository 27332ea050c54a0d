import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Suggestion, SuggestionAnswer } from '#lib/mail/directory/suggestion.ts'
import { joinAnswers } from './join-answers.ts'

const person = (address: string, source: string): Suggestion => ({ name: address, address, written: address, detail: '', isGroup: false, source })
const answer = (source: string, addresses: readonly string[], more = false): SuggestionAnswer => ({ suggestions: addresses.map((each) => person(each, source)), more, failures: [] })
const shown = (joined: SuggestionAnswer | undefined) => joined?.suggestions.map(({ address, source }) => `${source} ${address}`)

test('answers stand in the order of those who were asked, each address once, whoever answers first', () => {
  const [contacts, directory] = [answer('Personal', ['ann@x.test', 'bob@x.test']), answer('Campus', ['BOB@x.test', 'cleo@x.test'], true)]
  assert.deepEqual(shown(joinAnswers([contacts, directory])), ['Personal ann@x.test', 'Personal bob@x.test', 'Campus cleo@x.test'])
  assert.deepEqual(shown(joinAnswers([undefined, directory])), ['Campus BOB@x.test', 'Campus cleo@x.test'])
  assert.equal(joinAnswers([contacts, directory])?.more, true)
})

test('who is down says so beside the answers of others; nobody’s answer is none', () => {
  const down = { title: 'Campus', sentence: 'Campus does not answer.' }
  const joined = joinAnswers([answer('Personal', ['ann@x.test']), { suggestions: [], more: false, failures: [down] }])
  assert.deepEqual([shown(joined), joined?.failures], [['Personal ann@x.test'], [down]])
  assert.equal(joinAnswers([undefined, undefined]), undefined)
})

test('groups are told apart by what is written for them', () => {
  const groups = ['Crew: a@x.test;', 'Staff: b@x.test;'].map((written) => ({ ...person('', 'Personal'), written, isGroup: true }))
  assert.equal(joinAnswers([{ suggestions: groups, more: false, failures: [] }])?.suggestions.length, 2)
})
