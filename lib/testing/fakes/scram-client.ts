import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import type { ConversationClient } from '../conversation-client.ts'

export interface ScramAttempt {
  readonly tag: string
  readonly mechanism: string
  readonly name: string
  readonly password: string
  /** `n`, `y` or `p=` and the name of a channel binding. */
  readonly binding: string
}

/** Plays the client of RFC 5802 up to the tagged reply, which is left to be heard. Throws when the server does not prove itself. */
export async function playScram(client: ConversationClient, { tag, mechanism, name, password, binding }: ScramAttempt): Promise<void> {
  const header = `${binding},,`
  const nonce = randomBytes(12).toString('base64')
  const bare = `n=${name},r=${nonce}`
  await client.says(`${tag} AUTHENTICATE ${mechanism} ${base64(header + bare)}\r\n`)
  const challenge = await hearChallenge(client)
  if (challenge === undefined) return
  const [, whole = '', salt = '', iterations] = /^r=([^,]+),s=([^,]+),i=(\d+)$/.exec(challenge) ?? []
  if (!whole.startsWith(nonce) || whole === nonce) throw new Error(`No SCRAM challenge: ${challenge}`)
  const salted = pbkdf2Sync(password.normalize('NFKC'), Buffer.from(salt, 'base64'), Number(iterations), 32, 'sha256')
  const clientKey = hmac(salted, 'Client Key')
  const bound = Buffer.concat([Buffer.from(header), bindingOf(client.socket as TLSSocket, binding)])
  const withoutProof = `c=${bound.toString('base64')},r=${whole}`
  const signed = `${bare},${challenge},${withoutProof}`
  const signature = hmac(createHash('sha256').update(clientKey).digest(), signed)
  const proof = Buffer.from(clientKey.map((octet, index) => octet ^ signature[index]!))
  await client.says(`${base64(`${withoutProof},p=${proof.toString('base64')}`)}\r\n`)
  const final = await hearChallenge(client)
  if (final === undefined) return
  if (final !== `v=${hmac(hmac(salted, 'Server Key'), signed).toString('base64')}`) throw new Error('The server does not know the password')
  await client.says('\r\n')
}

/** The next challenge, decoded; undefined when the exchange is over, and then the reply is heard again. */
async function hearChallenge(client: ConversationClient): Promise<string | undefined> {
  const line = await client.line()
  if (line?.startsWith('+ ')) return Buffer.from(line.slice(2), 'base64').toString()
  if (line !== undefined) client.hearAgain(line)
  return undefined
}

function bindingOf(socket: TLSSocket, binding: string): Uint8Array {
  if (binding === 'p=tls-exporter') return socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0))
  if (binding === 'p=tls-server-end-point') return createHash('sha256').update(socket.getPeerCertificate().raw).digest()
  return Buffer.alloc(0)
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const hmac = (key: Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest()
