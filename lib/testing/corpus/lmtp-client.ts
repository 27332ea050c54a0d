import { SmtpDialogue } from '../smtp-dialogue.ts'

/** Delivers messages as another mail server does (RFC 2033), one connection for all of them. */
export class LmtpClient {
  readonly #dialogue: SmtpDialogue

  private constructor(dialogue: SmtpDialogue) {
    this.#dialogue = dialogue
  }

  static async open(port: number): Promise<LmtpClient> {
    const client = new LmtpClient(await SmtpDialogue.open(port))
    client.#expect(await client.#dialogue.reply(), '220')
    await client.#say('LHLO relay.example', '250')
    return client
  }

  /** Resolves when the message, whose lines end in CRLF, is in the store. */
  async deliver(recipient: string, octets: Buffer, sender = 'relay@relay.example'): Promise<void> {
    await this.#say(`MAIL FROM:<${sender}>`, '250')
    await this.#say(`RCPT TO:<${recipient}>`, '250')
    await this.#say('DATA', '354')
    // RFC 5321 §4.5.2: a dot that begins a line is doubled.
    this.#dialogue.send(`${octets.toString('latin1').replace(/(^|\n)\./g, '$1..')}.\r\n`)
    this.#expect(await this.#dialogue.reply(), '250')
  }

  close(): void {
    this.#dialogue.close()
  }

  async #say(line: string, code: string): Promise<void> {
    this.#expect(await this.#dialogue.command(line), code)
  }

  #expect(reply: string, code: string): void {
    if (!reply.startsWith(code)) throw new Error(`LMTP answered ${reply === '' ? 'nothing' : reply}`)
  }
}
