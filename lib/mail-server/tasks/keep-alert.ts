import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { alertLine } from '#lib/mail/sites/alert.ts'
import { AdministrationProblem } from '../administration.ts'

/** In the data directory: what mail programs are told when they sign in, as long as it is there. */
const FILE = 'alert.txt'

/** The alert of that data directory; '' where there is none. */
export async function readAlert(directory: string): Promise<string> {
  try {
    return alertLine((await readFile(join(directory, FILE), 'utf8')).slice(0, 4096)) ?? ''
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

/** Keeps an alert, '' takes it back; answers it as it will be said. Throws AdministrationProblem for what is no line of limited length. */
export async function keepAlert(directory: string, text: string): Promise<string> {
  const line = typeof text === 'string' ? alertLine(text) : undefined
  if (line === undefined) throw new AdministrationProblem('An alert is one line of at most 300 characters.')
  const file = join(directory, FILE)
  if (line === '') await rm(file, { force: true })
  else {
    await writeFile(`${file}.new`, `${line}\n`, { mode: 0o600 })
    await rename(`${file}.new`, file)
  }
  return line
}
