import { runChild } from './run-child.ts'

runChild('mail', async () => (await import('./mail-part.ts')).startMail)
