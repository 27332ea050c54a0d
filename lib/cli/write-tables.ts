import { writeFile } from 'node:fs/promises'
import { generatedPages } from './tables/manual-tables.ts'

// `npm run tables`: the manual's generated tables, as the code has them now.
for (const { path, now, wanted } of await generatedPages()) {
  if (now === wanted) continue
  await writeFile(path, wanted)
  console.log(path)
}
