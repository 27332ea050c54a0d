import { readdir, readFile } from 'node:fs/promises'
import { checkCatalogue } from './check-catalogue.ts'
import { en } from './en.ts'
import type { Catalogue } from './message-type.ts'

/* For translators: `npm run words` prints what each file of lib/i18n/messages lacks, has too much or has wrong. Ends with 1 where there is anything. */

const folder = new URL('messages/', import.meta.url)
for (const file of (await readdir(folder)).toSorted()) {
  const language = file.replace(/\.json$/, '')
  const problems = checkCatalogue(en, JSON.parse(await readFile(new URL(file, folder), 'utf8')) as Catalogue, language)
  process.stdout.write(problems.length === 0 ? `${language}: complete\n` : `${language}: ${problems.length} to look at\n`)
  for (const { name, problem } of problems) process.stdout.write(`  ${name}: ${problem}\n`)
  if (problems.length > 0) process.exitCode = 1
}
