import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { urls } from '#lib/api/urls.ts'
import type { OpenedComposition } from '../../composer/opening/opened-composition.ts'
import { CompositionDesk, type BegunComposition, type FormPart } from './composition-desk.ts'

const AT = urls('/mail')
const Form: FormPart = () => null
const opened = (id: string) => ({ composition: { id } }) as OpenedComposition
const begun = (id: string): BegunComposition => ({ location: AT.composition(id), opened: opened(id) })

let said: string[]
let answers: (() => Promise<BegunComposition>)[]
let loads: () => Promise<FormPart>
let desk: CompositionDesk
beforeEach(() => {
  said = []
  answers = []
  loads = () => Promise.resolve(Form)
  desk = new CompositionDesk({
    urls: AT,
    browser: { visit: (url, how) => void said.push(`${how} ${url}`), leave: (url) => void said.push(`leave ${url}`) },
    begin: async (fields) => {
      said.push(`begin ${JSON.stringify(fields)}`)
      return (answers.shift() ?? (() => Promise.resolve(begun('a'))))()
    },
    listOpen: async () => [{ id: 'x', subject: 'offered', to: '', state: 'open' }],
    loadForm: () => loads(),
    fail: (error) => void said.push(`fail ${String(error)}`),
    say: (sentence) => void said.push(`say ${sentence}`),
  }, [])
  desk.onShow(() => said.push('covered'))
})

const begin = (id: string): Promise<void> => {
  answers.push(async () => begun(id))
  return desk.begin([['kind', 'new']])
}
const here = (): readonly string[] => desk.state().forms.map(({ opened: { composition } }) => composition.id)

test('a composition is shown in the page under its own address, once the gateway has it', async () => {
  await begin('a')
  assert.deepEqual(said, ['begin [["kind","new"],["opens","1"]]', `push ${AT.composition('a')}`, 'covered'])
  assert.equal(desk.state().shown, 'a')
  assert.deepEqual(here(), ['a'])
})

test('one that has a page of another kind, or whose script does not come, is shown by its own page', async () => {
  answers.push(async () => ({ location: '/mail/compose/r' }))
  await desk.begin([])
  loads = () => Promise.reject(new Error('offline'))
  await begin('b')
  assert.deepEqual(said.filter((line) => !line.startsWith('begin')), ['leave /mail/compose/r', `leave ${AT.composition('b')}`])
  assert.deepEqual(here(), [])
})

test('a second click begins no second one; a refusal is told, and then it can be tried again', async () => {
  let refuse = (): void => undefined
  answers.push(() => new Promise((_, reject) => (refuse = () => reject(new Error('no')))))
  const first = desk.begin([])
  await desk.begin([])
  refuse()
  await first
  assert.deepEqual(said, ['begin [["opens","1"]]', 'fail Error: no'])
  await begin('a')
  assert.equal(desk.state().shown, 'a')
})

test('who has gone elsewhere before the answer came stays there', async () => {
  let answer = (): void => undefined
  answers.push(() => new Promise((resolve) => (answer = () => resolve(begun('a')))))
  const first = desk.begin([])
  desk.hide()
  answer()
  await first
  assert.equal(desk.state().shown, undefined)
  assert.deepEqual(here(), [])
})

test('what is put aside stays in the page until it is saved, and is then offered to go on with', async () => {
  await begin('a')
  desk.kept('a')
  assert.deepEqual(here(), ['a'], 'what is shown stays')
  desk.hide()
  desk.unsaved('a', 'Not saved')
  assert.equal(said.at(-1), 'say Not saved')
  assert.deepEqual(here(), ['a'])
  assert.equal(desk.show(AT.composition('a')), true)
  assert.equal(desk.state().shown, 'a')
  desk.hide()
  desk.kept('a')
  await new Promise(setImmediate)
  assert.deepEqual(here(), [])
  assert.deepEqual(desk.state().offered.map(({ id }) => id), ['x'])
  assert.equal(desk.show(AT.composition('a')), false, 'its own page shows it from now on')
  assert.equal(desk.show(AT.mailbox('INBOX')), undefined)
})

test('several are in the page at once, each under its own address', async () => {
  await begin('a')
  await begin('b')
  assert.deepEqual([here(), desk.state().shown], [['a', 'b'], 'b'])
  assert.equal(said.filter((line) => line === 'covered').length, 1, 'the list was covered once')
  assert.equal(desk.follow(AT.composition('a')), true)
  assert.deepEqual([desk.state().shown, said.at(-1)], ['a', `push ${AT.composition('a')}`])
  assert.equal(desk.follow(AT.composition('c')), false)
})

test('nothing takes the page from whoever writes in it; it happens once they go elsewhere', async () => {
  desk.whenFree(() => said.push('at once'))
  await begin('a')
  for (const task of ['first', 'second']) desk.whenFree(() => said.push(task))
  assert.deepEqual(said.slice(-1), ['covered'])
  desk.hide()
  desk.hide()
  assert.deepEqual([said[0], said.slice(-2)], ['at once', ['covered', 'second']])
})
