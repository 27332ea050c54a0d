import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { checkText, SPELLING_LIMITS } from './check-text.ts'
import { chooseLanguages } from './choose-languages.ts'
import { openDictionary, type Dictionary } from './dictionary.ts'
import { findDictionaries } from './find-dictionaries.ts'

const opened: Dictionary[] = []
after(() => opened.forEach((each) => each.close()))

async function dictionaries(languages: readonly string[], directory?: string): Promise<readonly Dictionary[]> {
  const all = await findDictionaries(directory)
  const made = await Promise.all(languages.map((language) => openDictionary(all.find((each) => each.language === language) ?? assert.fail(language))))
  opened.push(...made)
  return made
}

const unknown = (text: string, from: readonly Dictionary[], own: readonly string[] = []) => checkText(text, from, own).unknown.map(({ word }) => word)

/** A right sentence with one slip, in each language that comes with Postern. */
const SLIPS: Readonly<Record<string, readonly [text: string, slip: string, right: string]>> = {
  'en-US': ["I don't like the colr of John's well-known dogs’ house.", 'colr', 'color'],
  'en-GB': ['I don’t like the coulour of it.', 'coulour', 'colour'],
  es: ['Los niños comen manzannas.', 'manzannas', 'manzanas'],
  fr: ['L’homme aujourd’hui mange une pome, qu’il aime.', 'pome', 'pomme'],
  nl: ['De fietsenmaker heeft een fietssleutel verlooren.', 'verlooren', 'verloren'],
  pl: ['Wczoraj poszedłem do sklepuu.', 'sklepuu', 'sklepu'],
  'pt-BR': ['Ontem fui à escolla com meus amigos.', 'escolla', 'escola'],
  'pt-PT': ['Ontem fui à escolla com os meus amigos.', 'escolla', 'escola'],
  ru: ['Вчера я ходил в магазинн за хлебом.', 'магазинн', 'магазин'],
}

test('every dictionary that comes with Postern finds a slip, and knows what is right for it', async () => {
  assert.deepEqual((await findDictionaries()).map(({ language }) => language).sort(), Object.keys(SLIPS).sort())
  for (const [language, [text, slip, right]] of Object.entries(SLIPS)) {
    const [found, ...more] = checkText(text, await dictionaries([language]), []).unknown
    assert.deepEqual([found?.word, found?.starts, more.length], [slip, [text.indexOf(slip)], 0], language)
    assert.ok(found?.suggestions.includes(right), `${language}: ${found?.suggestions.join(' ')}`)
  }
})

test('two languages stand in one text; the language of a line suggests first', async () => {
  const both = await dictionaries(['en-GB', 'fr'])
  const text = 'Good morning everybody.\nBonjour tout le monde, et à bientôtt.\nSee you toomorrow evening.\nДобрый день'
  assert.deepEqual(unknown(text, both), ['bientôtt', 'toomorrow'])
  assert.deepEqual(checkText(text, both, []).unknown.map(({ suggestions }) => suggestions[0]), ['bientôt', 'tomorrow'])
  assert.deepEqual(unknown('Добрый день', both), [], 'letters that no dictionary has')
  assert.deepEqual(unknown('Helo Postern, POSTERN', both, ['Postern', 'helo']), ['POSTERN'])
  assert.deepEqual(checkText('teh dog, teh cat', both, []).unknown[0]?.starts, [0, 9])
})

test('a check has an end, and says so', async () => {
  const [english] = [await dictionaries(['en-US'])]
  const many = Array.from({ length: 200 }, (_, at) => `qx${'abcdefghij'[at % 10]}${'klmnopqrst'[Math.floor(at / 10) % 10]}${at > 99 ? 'zz' : 'vv'}q`).join(' ')
  const cut = (text: string, limits: Partial<typeof SPELLING_LIMITS>) => checkText(text, english, [], { ...SPELLING_LIMITS, ...limits })
  assert.deepEqual([cut(many, { suggesting: 0 }).cut, cut(many, { suggesting: 0 }).unknown.length], ['many', 100])
  assert.deepEqual(cut(many, { suggesting: 0 }).unknown[0]?.suggestions, [])
  assert.equal(cut('a fine text', { textLength: 5 }).cut, 'long')
  assert.equal(cut('a fine text', { finding: -1 }).cut, 'slow')
  assert.equal(cut('a fine text', {}).cut, 'none')
})

test('a directory brings further dictionaries, in whatever charset, and takes the place of ours', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'postern-dictionaries-'))
  try {
    const write = (name: string, text: string) => writeFile(path.join(directory, name), Buffer.from(text, 'latin1'))
    await write('de_DE.aff', 'SET ISO8859-1\nSFX ä Y 1\nSFX ä 0 n .\n')
    await write('de_DE.dic', '2\nStraße/ä\nschön\n')
    await write('en_US.aff', 'SET UTF-8\n')
    await write('en_US.dic', '1\nonly\n')
    for (const name of ['alone.dic', 'hyph_de_DE_1.dic', 'README.txt', 'x!.aff', 'x!.dic']) await write(name, '')
    const found = await findDictionaries(directory)
    assert.equal(found.find(({ language }) => language === 'de-DE')?.words, path.join(directory, 'de_DE.dic'))
    assert.deepEqual(found.filter(({ words }) => words.startsWith(directory)).map(({ language }) => language), ['de-DE', 'en-US'])
    assert.deepEqual(unknown('schön Straße Straßen Strase', await dictionaries(['de-DE'], directory)), ['Strase'])
    assert.deepEqual(unknown('only fine', await dictionaries(['en-US'], directory)), ['fine'])
    await assert.rejects(findDictionaries(path.join(directory, 'gone')))
  } finally {
    await rm(directory, { recursive: true })
  }
})

test('languages are chosen as people name them', () => {
  const there = ['de-AT', 'de-DE', 'en-GB', 'en-US', 'fr', 'pt-BR', 'pt-PT']
  assert.deepEqual(chooseLanguages(['de', 'en', 'fr-CA', 'pt_PT', 'EN-gb', 'ja', ''], there), ['de-DE', 'en-US', 'fr', 'pt-PT', 'en-GB'])
  assert.deepEqual(chooseLanguages(['pt', 'no such language!'], there), ['pt-BR'])
})
