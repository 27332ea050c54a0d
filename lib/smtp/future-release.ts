import { GatewayError } from '#lib/mail/gateway-error.ts'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'

/** Why a server is not asked to hold a message: it says so little of itself, or holds none for so long. */
export const NO_FUTURE_RELEASE = 'no FUTURERELEASE'

/** The moment as MAIL takes it, to the second (RFC 4865 §5: a date and time of RFC 3339 in UTC). */
const written = (moment: number): string => `${new Date(moment).toISOString().slice(0, 19)}Z`

/**
 * Asks the server to hold the message until that moment, in milliseconds since 1970, by the parameter of MAIL that nodemailer does not know. `ehlo` is the
 * server's answer to EHLO. Throws GatewayError 'refused' with NO_FUTURE_RELEASE where that announces no FUTURERELEASE, or none so far ahead (RFC 4865 §3).
 */
export function holdUntil(connection: SMTPConnection, ehlo: string, moment: number): void {
  const [, interval = '', latest = ''] = /^250[ -]FUTURERELEASE +(\d+) +(\S+)\s*$/im.exec(ehlo) ?? []
  const isHeld = interval !== '' && moment <= Date.now() + Number(interval) * 1000 && moment <= Date.parse(latest)
  if (!isHeld) throw new GatewayError('refused', NO_FUTURE_RELEASE)
  const session = connection as unknown as { _sendCommand(line: string, ...rest: readonly unknown[]): unknown }
  const send = session._sendCommand.bind(connection)
  session._sendCommand = (line, ...rest) => send(line.startsWith('MAIL FROM:') ? `${line} HOLDUNTIL=${written(moment)}` : line, ...rest)
}
