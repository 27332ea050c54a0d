import { readdir, readFile } from 'node:fs/promises'
import { administration } from './english/administration.ts'
import { pages } from './english/pages.ts'
import { screens } from './english/screens.ts'
import type { Catalogue } from './message-type.ts'

/** A translator's file beside the English that it translates. */
export interface CatalogueFile {
  /** `screens/de.json`. */
  readonly name: string
  readonly language: string
  readonly source: Catalogue
  readonly catalogue: Catalogue
}

const MESSAGES = new URL('messages/', import.meta.url)

/** Every file of `lib/i18n/messages`. Throws for one that is no JSON. */
export async function catalogueFiles(): Promise<readonly CatalogueFile[]> {
  const folders = await Promise.all(Object.entries({ screens, pages, administration }).map(([folder, source]) => filesIn(folder, source)))
  return folders.flat()
}

async function filesIn(folder: string, source: Catalogue): Promise<readonly CatalogueFile[]> {
  const files = (await readdir(new URL(`${folder}/`, MESSAGES))).toSorted()
  return Promise.all(
    files.map(async (file) => ({
      name: `${folder}/${file}`,
      language: file.replace(/\.json$/, ''),
      source,
      catalogue: JSON.parse(await readFile(new URL(`${folder}/${file}`, MESSAGES), 'utf8')) as Catalogue,
    })),
  )
}
