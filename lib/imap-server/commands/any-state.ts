import { isIP } from 'node:net'
import type { ArgumentReader } from '../protocol/argument-reader.ts'
import { writeString } from '../protocol/quoting.ts'
import type { ImapSession } from '../session/imap-session.ts'
import { ANY_STATE, SIGNED_IN, defineCommand, noArguments } from './command.ts'

/** RFC 2971 §3.3: no more than 30 pairs; beyond it a client has no business. */
const ID_PAIRS = 30

export const capability = defineCommand({
  name: 'CAPABILITY',
  states: ANY_STATE,
  spec: ['RFC 3501 §6.1.1', 'RFC 9051 §6.1.1', 'RFC 9585 §4'],
  capabilities: [
    { name: 'IMAP4rev1', spec: 'RFC 3501' },
    { name: 'IMAP4rev2', spec: 'RFC 9051' },
    { name: 'INPROGRESS', spec: 'RFC 9585' },
  ],
  parse: noArguments,
  async run({ out, capabilities }) {
    await out.untagged(`CAPABILITY ${capabilities()}`)
    return {}
  },
})

export const noop = defineCommand({
  name: 'NOOP',
  states: ANY_STATE,
  spec: ['RFC 3501 §6.1.2'],
  expungeAllowed: true,
  parse: noArguments,
  run: async () => ({}),
})

export const logout = defineCommand({
  name: 'LOGOUT',
  states: ANY_STATE,
  spec: ['RFC 3501 §6.1.3'],
  parse: noArguments,
  async run({ session, out }) {
    session.deselect()
    session.logOut()
    await out.untagged(`BYE ${session.say('Goodbye')}`)
    return { then: 'close' as const }
  },
})

export const id = defineCommand({
  name: 'ID',
  states: ANY_STATE,
  spec: ['RFC 2971 §3.1'],
  capabilities: [{ name: 'ID', spec: 'RFC 2971' }],
  parse: parseIdList,
  async run({ session, out }, said) {
    const from = said.get('x-originating-ip')
    if (from !== undefined && isIP(from) !== 0) session.speaksFor(from)
    await out.untagged(`ID ("name" "Postern" "version" ${writeString(session.server.version)})`)
    return {}
  },
})

/** `id_params_list = "(" *(string SPACE nstring) ")" / nil`, by field name in lower case; most of what a client says of itself concerns nobody. */
async function parseIdList(args: ArgumentReader): Promise<ReadonlyMap<string, string>> {
  const said = new Map<string, string>()
  args.expect(' ')
  if (!args.accept('NIL')) {
    args.expect('(')
    for (let pairs = 0; !args.accept(')'); pairs++) {
      if (pairs === ID_PAIRS) throw args.problem('")"')
      if (pairs > 0) args.expect(' ')
      const name = await args.string('a field name')
      args.expect(' ')
      const value = await args.nstring('a field value')
      if (value !== undefined) said.set(name.toLowerCase(), value)
    }
  }
  args.end()
  return said
}

/** What ENABLE can switch on; each answers whether it is new. */
const ENABLEABLE: readonly (readonly [name: string, enableIn: (session: ImapSession) => boolean])[] = [
  ['CONDSTORE', (session) => !session.condstore && (session.condstore = true)],
  // RFC 7162 §3.2.3: QRESYNC brings CONDSTORE with it.
  ['QRESYNC', (session) => !session.qresync && (session.condstore = session.qresync = true)],
  ['METADATA', (session) => session.enableAnnotations('METADATA')],
  ['METADATA-SERVER', (session) => session.enableAnnotations('METADATA-SERVER')],
  // RFC 5161 §3.1: these change what a selected mailbox looks like, so they come before it.
  ['UTF8=ACCEPT', (session) => !session.selected && !session.utf8Accept && (session.utf8Accept = true)],
  ['UIDONLY', (session) => !session.selected && !session.uidOnly && (session.uidOnly = true)],
  ['IMAP4rev2', (session) => !session.selected && !session.rev2 && (session.rev2 = true)],
]

export const enable = defineCommand({
  name: 'ENABLE',
  states: SIGNED_IN,
  spec: ['RFC 5161 §3.1', 'RFC 7162 §3.1', 'RFC 7162 §3.2.3', 'RFC 5464 §4.1', 'RFC 9755 §3', 'RFC 9586 §3', 'RFC 9051 §6.3.1'],
  capabilities: [
    { name: 'ENABLE', spec: 'RFC 5161' },
    { name: 'UTF8=ACCEPT', spec: 'RFC 9755' },
    { name: 'UIDONLY', spec: 'RFC 9586' },
  ],
  parse(args) {
    const names: string[] = []
    do {
      args.expect(' ')
      names.push(args.atom('a capability').toUpperCase())
    } while (!args.atEnd)
    return names
  },
  async run({ session, out }, names) {
    // RFC 5161 §3.1: what cannot be enabled is passed over in silence.
    const enabled = ENABLEABLE.filter(([name, enableIn]) => names.includes(name.toUpperCase()) && enableIn(session))
    await out.untagged(['ENABLED', ...enabled.map(([name]) => name)].join(' '))
    return {}
  },
})
