import type { AccountExamination, Administration } from '#lib/mail-server/administration.ts'
import { withAdministration } from '../../with-administration.ts'
import type { Call, Command } from '../command.ts'
import { CONFIG_OPTIONS, isOn } from '../command.ts'

/** Accounts of one request: large enough that all threads have work, small enough that one sees it go on. */
const SLICE = 8

export const doctor: Command = {
  name: 'doctor',
  usage: ['doctor [NAME …] [--repair] [--json]'],
  about: 'looks at all stored mail, or that of these accounts, checksums included; --repair makes anew what is damaged, from the messages themselves',
  options: { ...CONFIG_OPTIONS, repair: { type: 'boolean' }, json: { type: 'boolean' } },

  async run(call) {
    return withAdministration(call, async (administration) => {
      const { names, strangers } = await administration.accountNames()
      const chosen = call.words.length > 0 ? call.words : names
      const unwell = await examineAll(call, administration, chosen)
      if (call.words.length === 0 && !isOn(call, 'json')) for (const folder of strangers) call.print(`mail/${folder} belongs to no account.`)
      if (!isOn(call, 'json')) call.print(`${chosen.length} accounts, ${unwell} of them unwell.`)
      return unwell === 0 ? 0 : 1
    })
  },
}

/** Prints what is found, and answers how many accounts are still unwell. */
async function examineAll(call: Call, administration: Administration, names: readonly string[]): Promise<number> {
  let unwell = 0
  for (let at = 0; at < names.length; at += SLICE) {
    const examinations = await administration.examine(names.slice(at, at + SLICE), isOn(call, 'repair'))
    for (const line of examinations.flatMap((one) => (isOn(call, 'json') ? [JSON.stringify(one)] : linesOf(one)))) call.print(line)
    unwell += examinations.filter((one) => one.faults.length > 0 && !isMended(one)).length
  }
  return unwell
}

/** What has lost its content stays lost: that is worth the exit code. */
function isMended({ faults, repair, isIndexDropped }: AccountExamination): boolean {
  return repair ? repair.lost === 0 : isIndexDropped === true && faults.length === 1
}

const SOURCES = { database: 'the database', journal: 'the journal', both: 'the database and the journal', content: 'nothing but the messages' }

function linesOf({ name, faults, repair, isIndexDropped }: AccountExamination): readonly string[] {
  const found = faults.map((fault) => `${name}: ${fault}`)
  if (isIndexDropped) found.push(`${name}: the search index is made anew in the background.`)
  if (!repair) return found
  const { source, mailboxes, messages, lost, recovered, setAside } = repair
  return [
    ...found,
    `${name}: repaired from ${SOURCES[source]}: ${messages} messages in ${mailboxes} mailboxes. What was damaged lies in ${setAside}.`,
    ...(lost > 0 ? [`${name}: ${lost} messages have lost their content and are gone.`] : []),
    ...(recovered > 0 ? [`${name}: ${recovered} messages of which only the content was left are in the mailbox Recovered.`] : []),
  ]
}
