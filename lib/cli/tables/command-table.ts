import { COMMANDS } from '../commands/index.ts'
import { code, markdownTable } from './markdown-table.ts'

/** Every command, with all of its forms, as `help` prints them. */
export async function commandTable(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()))
  const rows = commands.flatMap(({ usage, about }) => usage.map((form, at) => {
    const [typed = '', ...said] = form.split(/\s{3,}/)
    return [code(typed), said.join(' ') || (at === 0 ? about : '')]
  }))
  return markdownTable(['`npm run postern -- …`', 'does'], rows)
}
