import { keepCompiled } from './suites/keep-compiled.ts'
import { runTestFiles, unit } from './suites/unit-suite.ts'

// `npm run unit -- lib/mime/a.test.ts` runs only what is named.
keepCompiled()
const named = process.argv.slice(2)
const { passed, failed } = named.length > 0 ? await runTestFiles(named) : await unit.run()
console.log(`unit: ${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
