import { isAnnotatable } from '#lib/mail-store/rights.ts'
import { SHARED, USERS } from '#lib/mail-store/sharing/others-mailboxes.ts'
import { writeMailboxName, writeString } from '../../protocol/quoting.ts'
import { SIGNED_IN, defineCommand, noArguments, type CommandContext } from '../command.ts'
import { myRightsLine } from './acl.ts'
import { listNames, namesAbove, type ListedName } from './mailbox-tree.ts'
import { parseList, parseLsub, type ListRequest } from './parse-list.ts'
import { metadataLine } from './metadata.ts'
import { matchesPattern } from './pattern.ts'
import { statusLine } from './status.ts'

export const list = defineCommand({
  name: 'LIST',
  states: SIGNED_IN,
  spec: ['RFC 3501 §6.3.8', 'RFC 5258 §3', 'RFC 5819 §2', 'RFC 6154 §2', 'RFC 3348 §3', 'RFC 8440 §3', 'RFC 9590 §3', 'RFC 4314 §4'],
  expungeAllowed: true,
  capabilities: [
    { name: 'LIST-EXTENDED', spec: 'RFC 5258' },
    { name: 'LIST-STATUS', spec: 'RFC 5819' },
    { name: 'SPECIAL-USE', spec: 'RFC 6154' },
    { name: 'CHILDREN', spec: 'RFC 3348' },
    { name: 'LIST-MYRIGHTS', spec: 'RFC 8440' },
    { name: 'LIST-METADATA', spec: 'RFC 9590' },
  ],
  parse: parseList,
  async run(context, request) {
    const { out } = context
    const { nameEncoding } = context.session
    // RFC 3501 §6.3.8: an empty name asks for the delimiter and the root of the reference.
    if (!request.extended && request.patterns[0] === '') {
      await out.untagged('LIST (\\Noselect) "/" ""')
      return {}
    }
    const names = await listNames(context.session.signedIn.store)
    for (const { listed, childInfo, isMatch } of chosen(names, request)) {
      await out.untagged(`LIST (${attributes({ ...listed, hasChildren: listed.hasChildren || childInfo }, request).join(' ')}) "/" ${writeMailboxName(listed.name, nameEncoding)}${childInfo ? ` ("CHILDINFO" (${criteriaOf(request)}))` : ''}`)
      // RFC 8440 §4: nothing more of what stands here only for what is below it.
      if (!isMatch) continue
      if (request.give.has('MYRIGHTS') && listed.exists) await out.untagged(myRightsLine(listed, nameEncoding))
      if (request.give.has('METADATA') && listed.exists && isAnnotatable(listed.rights)) await tellMetadata(context, listed.name, request)
      if (request.give.has('STATUS') && listed.exists) await tellStatus(context, listed.name, request)
    }
    return {}
  },
})

/** RFC 5258 §4: the selection criteria that something below meets. */
function criteriaOf({ select }: ListRequest): string {
  return [...select].filter((option) => option === 'SUBSCRIBED' || option === 'SPECIAL-USE').map((option) => `"${option}"`).join(' ')
}

interface Choice {
  readonly listed: ListedName
  /** RFC 5258 §4: something below it was asked for. */
  readonly childInfo: boolean
  /** False where it is listed for the sake of those below it alone. */
  readonly isMatch: boolean
}

function chosen(names: readonly ListedName[], request: ListRequest): readonly Choice[] {
  const { select, patterns, reference } = request
  const matches = (name: string): boolean => patterns.some((pattern) => matchesPattern(name, reference + pattern))
  const isWanted = (listed: ListedName): boolean => {
    if (select.has('SUBSCRIBED') && !listed.subscribed) return false
    if (select.has('SPECIAL-USE') && listed.specialUse === undefined) return false
    return select.has('SUBSCRIBED') || listed.exists || listed.hasChildren
  }
  // RFC 5258 §3: among several names, a level that does not exist is not told of where all that is below it is told itself.
  const isPlain = patterns.length > 1 && !select.has('SUBSCRIBED')
  const needed = new Set(isPlain ? names.filter((listed) => listed.exists && !matches(listed.name)).flatMap(({ name }) => namesAbove(name)) : [])
  const isImplied = ({ name, exists }: ListedName): boolean => isPlain && !exists && !needed.has(name) && patterns.some((pattern) => reference + pattern === name)
  const wanted = select.has('RECURSIVEMATCH') ? names.filter(isWanted) : []
  const above = new Set(wanted.flatMap(({ name }) => namesAbove(name)))
  // RFC 5258 §3.5: what was not asked for itself is listed only for the sake of those that are not.
  const needful = new Set(wanted.filter(({ name }) => !matches(name)).flatMap(({ name }) => namesAbove(name)))
  return names.flatMap((listed) => {
    const childInfo = above.has(listed.name)
    const isMatch = isWanted(listed) && !isImplied(listed)
    return matches(listed.name) && (isMatch || needful.has(listed.name)) ? [{ listed, childInfo, isMatch }] : []
  })
}

function attributes(listed: ListedName, { select, give, extended }: ListRequest): readonly string[] {
  const words: string[] = []
  // RFC 5258 §3: \NonExistent implies \Noselect, which an older client understands.
  if (!listed.exists) words.push(extended ? '\\NonExistent' : '\\Noselect')
  if (!extended || give.has('CHILDREN')) words.push(listed.hasChildren ? '\\HasChildren' : '\\HasNoChildren')
  if (listed.subscribed && (select.has('SUBSCRIBED') || give.has('SUBSCRIBED'))) words.push('\\Subscribed')
  if (listed.specialUse) words.push(listed.specialUse)
  return words
}

async function tellMetadata({ session, out }: CommandContext, name: string, { metadata }: ListRequest): Promise<void> {
  const mailbox = await session.signedIn.store.mailbox(name)
  const line = mailbox && metadataLine(writeMailboxName(mailbox.name, session.nameEncoding), await mailbox.annotations.all(), { entries: metadata, depth: 0, maxSize: undefined })
  if (line) await out.untagged(line)
}

async function tellStatus({ session, out }: CommandContext, name: string, { status }: ListRequest): Promise<void> {
  const mailbox = await session.signedIn.store.mailbox(name)
  if (status.includes('HIGHESTMODSEQ')) session.condstore = true
  // RFC 5819 §2: no STATUS for what cannot be selected.
  if (mailbox?.rights.includes('r')) await out.untagged(await statusLine(session, mailbox, status))
}

export const lsub = defineCommand({
  name: 'LSUB',
  states: SIGNED_IN,
  spec: ['RFC 3501 §6.3.9'],
  expungeAllowed: true,
  parse: parseLsub,
  async run({ session, out }, { reference, pattern }) {
    const matches = (name: string): boolean => matchesPattern(name, reference + pattern)
    const subscribed = [...(await session.signedIn.store.subscriptions())].sort()
    const lines = new Map(subscribed.filter(matches).map((name) => [name, '']))
    // RFC 3501 §6.3.9: with "%", a level above a subscription is answered, marked \Noselect.
    const above = pattern.endsWith('%') ? subscribed.filter((name) => !matches(name)).flatMap(namesAbove).filter(matches) : []
    for (const name of above) if (!lines.has(name)) lines.set(name, '\\Noselect')
    for (const [name, attribute] of lines) await out.untagged(`LSUB (${attribute}) "/" ${writeMailboxName(name, session.nameEncoding)}`)
    return {}
  },
})

export const namespace = defineCommand({
  name: 'NAMESPACE',
  states: SIGNED_IN,
  spec: ['RFC 2342 §5'],
  expungeAllowed: true,
  capabilities: [{ name: 'NAMESPACE', spec: 'RFC 2342' }],
  parse: noArguments,
  async run({ session, out }) {
    const others = await session.signedIn.store.mailboxes()
    // What others share is announced when there is something: a client shows no empty branch.
    const [users, shared] = [USERS, SHARED].map((prefix) => (others.some(({ name }) => name.startsWith(prefix)) ? `((${writeString(prefix)} "/"))` : 'NIL'))
    await out.untagged(`NAMESPACE ${session.signedIn.isNobody ? 'NIL' : '(("" "/"))'} ${users} ${shared}`)
    return {}
  },
})
