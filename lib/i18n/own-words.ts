import { open } from 'node:fs/promises'
import path from 'node:path'
import { problemOf, textsOf, type CatalogueProblem } from './check-catalogue.ts'
import { pages } from './english/pages.ts'
import { screens } from './english/screens.ts'
import type { Catalogue } from './message-type.ts'

/** What an administrator says in other words, in one language; only what can be used, and what cannot. */
export interface OwnWords {
  readonly all: Catalogue
  /** Those of them that browsers need. */
  readonly screens: Catalogue
  readonly problems: readonly CatalogueProblem[]
}

const FILE_OCTETS = 256 * 1024
const TEXT_LENGTH = 2000

/** Reads `LANGUAGE.json` of a folder; undefined where there is none. What is wrong with it is told in `problems`, and left out. */
export async function readOwnWords(folder: string, language: string): Promise<OwnWords | undefined> {
  const text = await readStart(path.join(folder, `${language}.json`))
  if (text === undefined) return undefined
  if (text.length > FILE_OCTETS) return refused(`is larger than ${FILE_OCTETS / 1024} KB`)
  try {
    return checkOwnWords(JSON.parse(text.toString('utf8')), language)
  } catch {
    return refused('is no JSON')
  }
}

/** Keeps the texts that stand for one of the catalogue, with the arguments that it asks for. */
export function checkOwnWords(given: unknown, language: string): OwnWords {
  if (!isGroup(given)) return refused('is no table of texts')
  const english = new Map(textsOf({ ...screens, ...pages }))
  const problems: CatalogueProblem[] = []
  const kept = keep(given, '', (name, text) => {
    const source = english.get(name)
    const problem = source === undefined ? 'nobody asks for it' : text.length > TEXT_LENGTH ? `is longer than ${TEXT_LENGTH} characters` : problemOf(source, text, language)
    if (problem !== undefined) problems.push({ name, problem })
    return problem === undefined
  })
  return { all: kept, screens: Object.fromEntries(Object.entries(kept).filter(([name]) => Object.hasOwn(screens, name))), problems }
}

function keep(group: Readonly<Record<string, unknown>>, above: string, isGood: (name: string, text: string) => boolean): Catalogue {
  const kept = Object.entries(group).flatMap(([name, entry]): (readonly [string, string | Catalogue])[] => {
    const whole = `${above}${name}`
    if (isGroup(entry)) return [[name, keep(entry, `${whole} › `, isGood)]]
    return isGood(whole, String(entry)) ? [[name, String(entry)]] : []
  })
  return Object.fromEntries(kept.filter(([, entry]) => typeof entry === 'string' || Object.keys(entry).length > 0))
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refused(problem: string): OwnWords {
  return { all: {}, screens: {}, problems: [{ name: 'the file', problem }] }
}

/** The file up to a little more than it may have; undefined where there is none. */
async function readStart(file: string): Promise<Buffer | undefined> {
  const handle = await open(file).catch(() => undefined)
  if (!handle) return undefined
  try {
    const buffer = Buffer.alloc(FILE_OCTETS + 1)
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
