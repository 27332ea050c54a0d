import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { rememberedFields } from '#lib/http/failed-forms.ts'
import type { SpellingView } from '#lib/mail/writing/spelling/unknown-word.ts'
import { deskForSuite } from './desk-for-suite.ts'
import type { PreferenceDesk } from './preference-desk.ts'
import { ORIGIN } from './route-site.ts'

const BODY = 'Helo Bob,\r\nhelo agian and agian.\r\n> qwoted agian\r\n'

describe('spelling', () => {
  let desk: PreferenceDesk
  deskForSuite((opened) => void (desk = opened))

  /** Presses a button of the form without a script; answers the text that is kept and what the next page shows. */
  const press = async (id: string, fields: Readonly<Record<string, string | readonly string[]>>) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) for (const each of [value].flat()) form.append(name, each)
    const response = await desk.browser.ask(`/api/compositions/${id}`, { upload: form })
    const location = new URL(response.headers.get('location') ?? '', ORIGIN)
    const { composition } = await desk.get<{ composition: { body: string; revision: number } }>(`/api/compositions/${id}`)
    const asked = rememberedFields(location.searchParams.get('spelling') ?? undefined)
    const view = await desk.browser.visit(async () => {
      const { viewSpelling } = await import('#lib/http/writing/spelling-site.ts')
      const { sessionOf } = await import('#lib/http/wiring.ts')
      const session = await sessionOf(new Request(ORIGIN, { headers: { Cookie: desk.browser.cookie } }))
      assert.ok(session)
      return viewSpelling(session, composition.body, asked)
    })
    return { response, location, ...composition, body: composition.body.replaceAll('\r\n', '\n'), view: view ?? assert.fail('no view') }
  }
  const words = (view: SpellingView) => view.report?.unknown.map(({ word }) => word)

  test('without a script: the text is kept, its unknown words are listed, and each is replaced, left alone or learnt', async () => {
    const { id, revision } = await desk.begin()
    const first = await press(id, { body: BODY, subject: 'Lighthouse', revision: String(revision), intent: 'check-spelling', 'spelling-language': ['en-GB', 'fr'] })
    assert.deepEqual([first.response.status, first.location.pathname, first.body, words(first.view)], [303, `/compose/${id}`, BODY.replaceAll('\r\n', '\n'), ['Helo', 'helo', 'agian']])
    assert.deepEqual(first.view.languages.filter(({ isChosen }) => isChosen).map(({ tag, name }) => [tag, name]), [['en-GB', 'British English'], ['fr', 'French']])
    assert.ok(first.view.report?.unknown[2]?.suggestions.includes('again'))
    const row = { 'spelling-word-2': 'agian', 'spelling-at-2': '15', 'spelling-by-2': 'again', 'spelling-other-2': '' }
    const once = await press(id, { ...row, body: first.body, revision: String(first.revision), intent: 'change-spelling replace 2' })
    assert.equal(once.body, 'Helo Bob,\nhelo again and agian.\n> qwoted agian\n')
    const all = await press(id, { ...row, 'spelling-other-2': 'anew', body: once.body, revision: String(once.revision), intent: 'change-spelling replace-all 2' })
    assert.equal(all.body, 'Helo Bob,\nhelo again and anew.\n> qwoted agian\n')
    const ignored = await press(id, { 'spelling-word-0': 'Helo', 'spelling-at-0': '0', body: all.body, revision: String(all.revision), intent: 'change-spelling ignore 0' })
    assert.deepEqual([ignored.view.ignored, ignored.body], [['Helo'], all.body])
    const learnt = await press(id, { 'spelling-word-1': 'helo', 'spelling-at-1': '10', 'spelling-ignored': 'Helo', body: all.body, revision: String(ignored.revision), intent: 'change-spelling remember 1' })
    assert.deepEqual([learnt.view.ignored, words(learnt.view)], [['Helo'], []])
    const { preferences } = await desk.get<{ preferences: Readonly<Record<string, { value: unknown }>> }>('/api/preferences')
    assert.deepEqual([preferences['spelling.words']?.value, preferences['spelling.languages']?.value], [['helo'], ['en-GB', 'fr']])
  })

  test('a button that says nothing sensible changes nothing and is refused', async () => {
    const { id, revision, body } = await desk.begin()
    for (const intent of ['change-spelling', 'change-spelling explode 0', 'change-spelling replace 7']) {
      const { response, body: kept } = await press(id, { body: `${body}teh`, revision: String(revision), intent })
      assert.match(response.headers.get('location') ?? '', /failed=/)
      assert.equal(kept, body)
    }
  })

  test('a script has any text checked; one word of one’s own more, none that is no word', async () => {
    await desk.set('spelling.words')
    assert.deepEqual(await desk.post('/api/spelling', { text: 'Bonjourr, helo', languages: ['fr'] }).then((report) => (report as { unknown: { word: string; starts: number[] }[] }).unknown.map(({ word, starts }) => [word, starts])), [['Bonjourr', [0]], ['helo', [10]]])
    assert.equal((await desk.browser.ask('/api/spelling/words', { json: { word: 'helo' } })).status, 204)
    assert.deepEqual((await desk.post<{ unknown: readonly unknown[] }>('/api/spelling', { text: 'helo' })).unknown, [])
    assert.equal((await desk.browser.ask('/api/spelling/words', { json: { word: 'two words' } })).status, 400)
    assert.equal((await desk.browser.ask('/api/spelling', { json: { text: 'x', languages: ['../..'] } })).status, 400)
    await desk.set('spelling.words', Array.from({ length: 1000 }, (_, at) => `w${'abcdefghij'[at % 10]}${at}`))
    assert.equal((await desk.browser.ask('/api/spelling/words', { json: { word: 'more' } })).status, 413)
    for (const name of ['spelling.words', 'spelling.languages'] as const) await desk.set(name)
  })

  test('one text of an account at a time', async () => {
    const text = 'helo wrold '.repeat(15_000)
    const answers = await Promise.all([1, 2].map(() => desk.browser.ask('/api/spelling', { json: { text } })))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 503])
  })
})
