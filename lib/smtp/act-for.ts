import type { Credentials } from '#lib/mail/network/server-address.ts'
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'

/** PLAIN with the authorization identity of RFC 4616 §2 in the place of nodemailer's, which sends none; undefined for who acts for nobody else. */
export function actingFor({ user, password, actsFor }: Credentials): Pick<SMTPConnectionOptions, 'customAuth'> | undefined {
  if (actsFor === undefined) return undefined
  const message = Buffer.from(`${actsFor}\0${user}\0${password}`).toString('base64')
  return {
    customAuth: {
      PLAIN: async ({ sendCommand }) => {
        const { status, response } = await sendCommand(`AUTH PLAIN ${message}`)
        // RFC 4954 §6
        if (status !== 235) throw new Error(response)
      },
    },
  }
}
