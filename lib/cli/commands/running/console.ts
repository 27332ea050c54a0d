import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createInterface, type Interface } from 'node:readline'
import { connect as connectTls } from 'node:tls'
import type { Config } from '#lib/config/config.ts'
import { loadConfig } from '#lib/config/load.ts'
import { imapInTheBox } from '#lib/config/servers-in-the-box.ts'
import { reachOf } from '#lib/mail/network/network-address.ts'
import { askRunning } from '#lib/mail-server/admin-client.ts'
import { askForPresentPassword } from '../../ask.ts'
import { PlayedClient, securityOf } from '../../console/play-client.ts'
import type { Call, Command } from '../command.ts'
import { CommandProblem, CONFIG_OPTIONS, isOn, wordsOf } from '../command.ts'
import { configSources } from '../config.ts'

export const imapConsole: Command = {
  name: 'console',
  usage: [
    'console [--tls]   plays an IMAP client to the running mail server by hand, from the greeting on',
    'console USER [--tls] [--password-stdin]   the same, signed in; with --password-stdin the first line is the password',
  ],
  about: 'sends every line that is typed to the mail server as IMAP and shows both sides, without passwords; --tls uses TLS on loopback, too',
  options: { ...CONFIG_OPTIONS, tls: { type: 'boolean' }, 'password-stdin': { type: 'boolean' } },

  async run(call) {
    const [user] = wordsOf(call, ['USER'], 1)
    const config = loadConfig(configSources(call))
    const ports = await portsOf(config)
    const asked = user !== '' && !isOn(call, 'password-stdin') ? await askForPresentPassword() : undefined
    const isTerminal = process.stdin.isTTY === true
    const input = createInterface({ input: process.stdin, ...(isTerminal && { output: process.stdout, prompt: 'C: ' }) })
    const lines = input[Symbol.asyncIterator]()
    const password = user === '' || asked !== undefined ? asked : ((await lines.next()).value ?? '')
    const client = await open(config, ports, call)
    void client.ended.then(() => input.close())
    if (user !== '') await signIn(client, user, password ?? '')
    if (!client.isOver) await passOn(client, { input, lines, isTerminal })
    await client.finish()
    return 0
  },
}

async function portsOf({ data }: Config): Promise<Readonly<Record<string, number>>> {
  const running = await askRunning(data)
  if (!running) throw new CommandProblem(`no Postern serves ${data}`)
  try {
    return (await running.stats()).ports
  } finally {
    await running.close()
  }
}

/** The server greets before anything is said; TLS is there when this resolves, where it is wanted. */
async function open({ mail }: Config, { imap, imaps }: Readonly<Record<string, number>>, call: Call): Promise<PlayedClient> {
  const { host } = imapInTheBox(mail)
  const wantsTls = isOn(call, 'tls') || imap === undefined || (reachOf(host) !== 'loopback' && host !== 'localhost')
  const port = wantsTls ? (imaps ?? imap) : imap
  if (port === undefined) throw new CommandProblem('the mail server does not listen for IMAP')
  const isTlsAtOnce = wantsTls && imaps !== undefined
  const [socket, arrived] = isTlsAtOnce ? [connectTls({ host, port, rejectUnauthorized: false }), 'secureConnect'] : [connect(port, host), 'connect']
  await once(socket, arrived).catch((error: unknown) => {
    throw new CommandProblem(`${host}, port ${port}, does not answer (${(error as NodeJS.ErrnoException).code ?? 'no TLS'})`, error)
  })
  call.print(`-- ${host}, port ${port}${isTlsAtOnce ? `, ${securityOf(socket as ReturnType<typeof connectTls>)}` : ''}`)
  return greeted(socket, wantsTls && !isTlsAtOnce, call)
}

async function greeted(socket: Socket, startsTls: boolean, call: Call): Promise<PlayedClient> {
  const client = new PlayedClient(socket, call.print)
  await client.nextAnswer()
  if (startsTls) await client.say('c0 STARTTLS')
  return client
}

/** SASL PLAIN takes every password, whatever is in it (RFC 4616, RFC 4959). */
async function signIn(client: PlayedClient, user: string, password: string): Promise<void> {
  await client.say(`c1 AUTHENTICATE PLAIN ${Buffer.from(`\0${user}\0${password}`).toString('base64')}`)
}

interface Typing {
  readonly input: Interface
  readonly lines: AsyncIterator<string, unknown, undefined>
  readonly isTerminal: boolean
}

/** A script's next line waits for the answer to the one before; a person decides that themselves. */
async function passOn(client: PlayedClient, { input, lines, isTerminal }: Typing): Promise<void> {
  if (isTerminal) input.prompt()
  for (let next = await lines.next(); next.done !== true && !client.isOver; next = await lines.next()) {
    if (!isTerminal) await client.say(next.value)
    else {
      void client.pass(next.value)
      input.prompt()
    }
  }
}
