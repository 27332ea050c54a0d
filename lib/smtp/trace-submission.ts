import type { Conversation } from '#lib/log/trace/trace-book.ts'
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'

/** What makes nodemailer tell each line of its conversation; the content of messages is not among them. */
export function tracingOptions(conversation: Conversation | undefined): Pick<SMTPConnectionOptions, 'logger' | 'transactionLog'> | undefined {
  if (!conversation?.isOn) return undefined
  const nothing = (): void => undefined
  const tell = ({ tnx }: { readonly tnx?: string }, text: unknown): void => {
    const octets = Buffer.from(`${String(text).replace(/\r?\n/g, '\r\n')}\r\n`, 'latin1')
    if (tnx === 'client') conversation.client(octets)
    else if (tnx === 'server') conversation.server(octets)
  }
  const logger = { level: nothing, trace: nothing, debug: tell, info: nothing, warn: nothing, error: nothing, fatal: nothing }
  return { transactionLog: true, logger: logger as NonNullable<SMTPConnectionOptions['logger']> }
}
