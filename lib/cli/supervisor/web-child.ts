import { runChild } from './run-child.ts'

runChild('web', async () => (await import('./web-part.ts')).startWeb)
