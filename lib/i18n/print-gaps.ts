import { catalogueFiles } from './catalogue-files.ts'
import { checkCatalogue } from './check-catalogue.ts'

/* For translators: `npm run words` prints what each file of lib/i18n/messages lacks, has too much or has wrong. Ends with 1 where there is anything. */

for (const { name, language, source, catalogue } of await catalogueFiles()) {
  const problems = checkCatalogue(source, catalogue, language)
  process.stdout.write(problems.length === 0 ? `${name}: complete\n` : `${name}: ${problems.length} to look at\n`)
  for (const { name: text, problem } of problems) process.stdout.write(`  ${text}: ${problem}\n`)
  if (problems.length > 0) process.exitCode = 1
}
