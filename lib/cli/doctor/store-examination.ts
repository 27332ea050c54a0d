import type { AccountExamination, Administration } from '#lib/mail-server/administration.ts'

/** Accounts of one request: large enough that all threads have work, small enough that one sees it go on. */
const SLICE = 8

export interface StoreExamination {
  readonly administration: Administration
  /** Accounts; all that there are without names. */
  readonly names: readonly string[]
  readonly repair: boolean
  readonly json: boolean
  print(line: string): void
}

/** Looks at stored mail, prints what is found, and answers how many accounts are still unwell. */
export async function examineStore(examination: StoreExamination): Promise<number> {
  const { administration, names: asked, json, print } = examination
  const { names, strangers } = await administration.accountNames()
  const chosen = asked.length > 0 ? asked : names
  const unwell = await examineAll(examination, chosen)
  if (json) return unwell
  if (asked.length === 0) for (const folder of strangers) print(`${folder} belongs to no account.`)
  print(`${chosen.length} accounts, ${unwell} of them unwell.`)
  return unwell
}

async function examineAll({ administration, repair, json, print }: StoreExamination, names: readonly string[]): Promise<number> {
  let unwell = 0
  for (let at = 0; at < names.length; at += SLICE) {
    const examinations = await administration.examine(names.slice(at, at + SLICE), repair)
    for (const line of examinations.flatMap((one) => (json ? [JSON.stringify(one)] : linesOf(one)))) print(line)
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
  if (!repair && faults.some((fault) => fault.includes('miscounts'))) found.push(`${name}: "postern quota repair ${name}" counts anew.`)
  if (!repair) return found
  const { source, mailboxes, messages, lost, recovered, setAside } = repair
  return [
    ...found,
    `${name}: repaired from ${SOURCES[source]}: ${messages} messages in ${mailboxes} mailboxes. What was damaged lies in ${setAside}.`,
    ...(lost > 0 ? [`${name}: ${lost} messages have lost their content and are gone.`] : []),
    ...(recovered > 0 ? [`${name}: ${recovered} messages of which only the content was left are in the mailbox Recovered.`] : []),
  ]
}
