import { StoreProblem, type Mailbox } from '#lib/mail-store/mail-store.ts'
import type { Uid } from '#lib/mail/uid.ts'
import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import { SyntaxProblem } from '../../protocol/problems.ts'
import { writeMailboxName } from '../../protocol/quoting.ts'
import { runSearch } from '../../search/run-search.ts'
import type { ImapSession } from '../../session/imap-session.ts'
import { SIGNED_IN, defineCommand, type CommandContext, type Completion } from '../command.ts'
import { greatestModSeq, keepUpToDate, parseSearch, type SearchCommand } from '../search/search.ts'
import { FOUND, resultLine, savedOf, type ResultOptions } from '../search/search-result.ts'
import { scopeOf } from './mailbox-scope.ts'
import { parseSources, sourceMailboxes, type Source } from './sources.ts'

interface MultiSearch extends SearchCommand {
  readonly sources: readonly Source[]
  readonly options: ResultOptions
}

/** `esearch = "ESEARCH" [SP esearch-source-opts] [SP search-return-opts] SP search-program` (RFC 7377 §4). */
export async function parseMultiSearch(args: ArgumentReader, session?: Pick<ImapSession, 'utf8Accept' | 'uidOnly'>): Promise<MultiSearch> {
  const sources = await parseSources(args)
  const search = await parseSearch(args, session)
  // RFC 7377 §2.1: no result option means ALL.
  return { ...search, sources, options: search.options ?? FOUND }
}

export const esearch = defineCommand({
  name: 'ESEARCH',
  states: SIGNED_IN,
  spec: ['RFC 7377 §2', 'RFC 5465 §6'],
  uidForm: true,
  numberless: true,
  capabilities: [{ name: 'MULTISEARCH', spec: 'RFC 7377' }],
  parse: (args, _by, session) => parseMultiSearch(args, session),
  async run(context, command): Promise<Completion> {
    checkState(context, command)
    const { session } = context
    try {
      if (command.refusal) throw command.refusal
      if (command.options.update) session.view.follow()
      for await (const mailbox of sourceMailboxes(session, command.sources)) await searchOne(context, command, mailbox)
      return {}
    } catch (error) {
      // RFC 5182 §2.1: a search that ends in NO leaves nothing saved.
      if (command.options.save) session.view.save([])
      throw error
    }
  },
})

/** RFC 7377 §2.2: what needs a selected mailbox is BAD without one. */
function checkState({ session, tag }: CommandContext, { sources, options }: MultiSearch): void {
  const onlySelected = sources.every(({ kind }) => kind === 'selected')
  if (options.save && !onlySelected) throw new SyntaxProblem('SAVE is for the selected mailbox alone')
  if (!session.selected && (options.update || sources.some(({ kind }) => kind === 'selected'))) throw new SyntaxProblem('No mailbox is selected')
  if (options.update && session.live.has(tag)) throw new SyntaxProblem('Tag is in use')
}

async function searchOne(context: CommandContext, { key, options }: MultiSearch, mailbox: Mailbox): Promise<void> {
  const { session, out, tag } = context
  const { selected } = session
  const isSelected = selected?.mailbox === mailbox
  const found: readonly Uid[] | undefined = isSelected ? await runSearch(selected, key, Date.now()) : await searchElsewhere(context, key, mailbox)
  if (!found) return
  const correlator = `TAG "${tag}" MAILBOX ${writeMailboxName(mailbox.name, session.nameEncoding)} UIDVALIDITY ${mailbox.uidValidity}`
  if (isSelected && options.save) selected.save(savedOf(found, options))
  // RFC 7377 §2.1: nothing is said of a mailbox in which nothing was found.
  if (found.length > 0 && (options.wanted.size > 0 || options.partial)) {
    const modSeq = await greatestModSeq(context, mailbox, key, savedOf(found, options))
    await out.untagged(resultLine({ name: 'SEARCH', correlator, by: 'uid', numbers: found, options, modSeq }))
  }
  if (isSelected && options.update) await keepUpToDate(context, { tag, correlator, by: 'uid', key, criteria: undefined }, found)
}

/** Undefined for a mailbox that has gone meanwhile, or may no longer be read. */
async function searchElsewhere({ session }: CommandContext, key: SearchCommand['key'], mailbox: Mailbox): Promise<readonly Uid[] | undefined> {
  try {
    return await runSearch(await scopeOf(session, mailbox), key, Date.now())
  } catch (error) {
    if (error instanceof StoreProblem && (error.kind === 'no-such-mailbox' || error.kind === 'no-right')) return undefined
    throw error
  }
}
