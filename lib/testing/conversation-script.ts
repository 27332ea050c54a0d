import type { ScramAttempt } from './fakes/scram-client.ts'

/**
 * The little language of `conversations/*.imap`. A line is one of
 *
 *   # text                     a comment; the first one cites the spec and says what is shown
 *   mailbox NAME COUNT         a mailbox with so many sample messages
 *   message NAME [(flags)]     one message, its text in the `| ` lines below
 *   client N ACCOUNT           signs that client in as someone else than alice; `client N nobody` does not sign it in
 *   group NAME [ACCOUNT…]      from here on the group has these members; `group NAME gone`: there is no such group any more
 *   N> text                    client N sends the text and CRLF; `\xHH` is an octet, here and in patterns; `\` at the end leaves CRLF out
 *   N< pattern                 client N hears such a line; untagged lines that do not fit are passed over
 *   N[  …  N]                  the `N<` lines between come in any order
 *   N! pattern                 client N has heard no such line since it last spoke
 *   N= TLS                     client N starts TLS; with `server starttls` or `server tls` anywhere, the server offers it
 *   N~ TAG MECHANISM NAME PASSWORD BINDING   client N signs in by SCRAM, up to the tagged reply; BINDING is "n", "y" or "p=" and its name
 *   server tokens              tokens are taken: `token-of-alice` is alice's
 *   server certificates        certificates are asked for; `N= TLS alice@example.test` shows one, `N= TLS forged …` one that nobody has issued,
 *                              `N= TLS ended …` one that has run out
 *   N= DEFLATE                 client N compresses from here on, and takes what it hears for compressed
 *   server service NAME        that account may act for any other
 *   server anonymous           sign-in without a name is offered
 *   server limit N             one command works on so many messages; `server save-limit N` limits COPY and APPEND alone
 *   server wary                the server trusts loopback no more than the world
 *   N| closed                  the server has closed client N's connection
 *
 * In a pattern `...` stands for anything and `{name}` captures a word, or wants the word that was captured before;
 * in what a client says `{name}` stands for it. A literal shows as `{5}\r\nhello`, its line ends as `\r\n`.
 */
export interface Script {
  readonly title: string
  readonly tls: 'none' | 'starttls' | 'tls'
  readonly wary: boolean
  readonly tokens: boolean
  readonly certificates: boolean
  readonly anonymous: boolean
  readonly serviceAccounts: readonly string[]
  readonly limits: { readonly messagesPerCommand?: number; readonly savedPerCommand?: number }
  readonly steps: readonly Step[]
}

export type Step = { readonly line: number } & (
  | { readonly kind: 'mailbox'; readonly name: string; readonly count: number }
  | { readonly kind: 'message'; readonly mailbox: string; readonly flags: readonly string[]; readonly content: string }
  | { readonly kind: 'client'; readonly client: string; readonly account: string | undefined }
  | { readonly kind: 'group'; readonly name: string; readonly members: readonly string[] | undefined }
  | { readonly kind: 'says'; readonly client: string; readonly text: string; readonly endsLine: boolean }
  | { readonly kind: 'hears'; readonly client: string; readonly patterns: readonly string[] }
  | { readonly kind: 'never'; readonly client: string; readonly pattern: string }
  | { readonly kind: 'closed'; readonly client: string }
  | { readonly kind: 'start-tls'; readonly client: string; readonly shown: readonly string[] }
  | { readonly kind: 'deflate'; readonly client: string }
  | { readonly kind: 'scram'; readonly client: string; readonly attempt: ScramAttempt }
)

/** Reads a script. Throws an Error that names the line. */
export function parseScript(text: string): Script {
  const lines = text.split('\n')
  const title = lines[0]?.startsWith('# ') ? lines[0].slice(2) : undefined
  if (title === undefined) throw new Error('Line 1: the first line says what is shown')
  const tls = /^server (starttls|tls)$/m.exec(text)?.[1] as 'starttls' | 'tls' | undefined
  const steps: Step[] = []
  for (let at = 1; at < lines.length; at++) {
    const line = lines[at]!
    if (line.trim() === '' || /^(?:#|server )/.test(line)) continue
    if (line.startsWith('message ')) {
      const end = endOfBlock(lines, at + 1)
      steps.push(parseMessage(line, lines.slice(at + 1, end), at + 1))
      at = end - 1
    } else if (/^\d\[/.test(line)) {
      const end = lines.findIndex((other, index) => index > at && other.startsWith(`${line[0]}]`))
      if (end < 0) throw new Error(`Line ${at + 1}: the group has no end`)
      steps.push({ kind: 'hears', client: line[0]!, patterns: lines.slice(at + 1, end).map(patternOf), line: at + 1 })
      at = end
    } else steps.push(parseStep(line, at + 1))
  }
  return { title, tls: tls ?? 'none', wary: /^server wary$/m.test(text), tokens: /^server tokens$/m.test(text), certificates: /^server certificates$/m.test(text), anonymous: /^server anonymous$/m.test(text), serviceAccounts: [...text.matchAll(/^server service (\w+)$/gm)].map(([, name = '']) => name), limits: { ...numberOf(text, 'limit', 'messagesPerCommand'), ...numberOf(text, 'save-limit', 'savedPerCommand') }, steps }
}

function numberOf<const Name extends string>(text: string, word: string, name: Name): { readonly [name in Name]?: number } {
  const number = new RegExp(`^server ${word} (\\d+)$`, 'm').exec(text)?.[1]
  return number === undefined ? {} : ({ [name]: Number(number) } as { readonly [name in Name]?: number })
}

const endOfBlock = (lines: readonly string[], from: number): number => {
  const end = lines.findIndex((line, index) => index >= from && !line.startsWith('|'))
  return end < 0 ? lines.length : end
}

const patternOf = (line: string): string => unescape(line.replace(/^\d< /, ''))

function parseMessage(line: string, content: readonly string[], number: number): Step {
  const match = /^message (\S+)(?: \((.*)\))?$/.exec(line)
  if (!match) throw new Error(`Line ${number}: not a message`)
  const flags = match[2] ? match[2].split(' ') : []
  const text = content.map((one) => `${unescape(one.replace(/^\| ?/, ''))}\n`).join('')
  return { kind: 'message', mailbox: match[1]!, flags, content: text, line: number }
}

function parseStep(text: string, line: number): Step {
  const mailbox = /^mailbox (\S+) (\d+)$/.exec(text)
  if (mailbox) return { kind: 'mailbox', name: mailbox[1]!, count: Number(mailbox[2]), line }
  const signIn = /^client (\d) (\S+)$/.exec(text)
  if (signIn) return { kind: 'client', client: signIn[1]!, account: signIn[2] === 'nobody' ? undefined : signIn[2], line }
  const [word, group = '', ...members] = text.split(' ')
  if (word === 'group') return { kind: 'group', name: group, members: members[0] === 'gone' ? undefined : members, line }
  const [, client = '', sign, rest = ''] = /^(\d)([><!|=~])(?: (.*))?$/.exec(text) ?? []
  if (sign === '>') return { kind: 'says', client, text: unescape(rest.replace(/\\$/, '')), endsLine: !rest.endsWith('\\'), line }
  if (sign === '<') return { kind: 'hears', client, patterns: [unescape(rest)], line }
  if (sign === '!') return { kind: 'never', client, pattern: unescape(rest), line }
  if (sign === '=' && rest === 'DEFLATE') return { kind: 'deflate', client, line }
  const [tag, mechanism, name, password, binding] = rest.split(' ')
  if (sign === '~' && tag && mechanism && name && password && binding) return { kind: 'scram', client, attempt: { tag, mechanism, name, password, binding }, line }
  if (sign === '=' && tag === 'TLS') return { kind: 'start-tls', client, shown: rest.split(' ').slice(1), line }
  if (sign === '|' && rest === 'closed') return { kind: 'closed', client, line }
  throw new Error(`Line ${line}: not a step`)
}

function unescape(text: string): string {
  return text.replace(/\\x([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
