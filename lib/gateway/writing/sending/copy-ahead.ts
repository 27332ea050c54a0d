import { checkAddresses } from '#lib/composition/addresses/check-addresses.ts'
import type { KeptComposition } from '#lib/composition/kept-composition.ts'
import { writeBlindCopies } from '#lib/composition/message/compose-message.ts'
import type { SpooledFile } from '#lib/composition/spool.ts'
import type { LargeMessage } from '#lib/imap/append/append-connection.ts'
import { HeldAppend } from '#lib/imap/append/held-append.ts'
import { SMALL_MESSAGE } from '#lib/imap/operations/append-message.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { spooledContent } from '../append-spooled.ts'
import type { Writer } from '../writing.ts'
import { asItGoesOut } from './as-it-goes-out.ts'
import { COPY_FLAGS, copyMailbox, keepsCopy, type CopyTarget } from './copy-target.ts'

/** A copy that is where it belongs; `ref` is undefined where the server did not say where. */
export interface CopyThere {
  readonly target: CopyTarget
  readonly ref: MessageRef | undefined
}

/**
 * The copy of a large message, on its way to the sender's mailbox while the message itself is on its way to its recipients: all but its last octets, without which nothing
 * is there. Those go once it is on the disk that the message was accepted and a copy begun; whoever finds that after a crash looks whether it arrived.
 */
export class CopyAhead {
  readonly #abandoned = new AbortController()
  readonly #begun: Promise<{ readonly target: CopyTarget; readonly held: HeldAppend }>

  private constructor(writer: Writer, kept: KeptComposition, message: Promise<SpooledFile>) {
    this.#begun = copyMailbox(writer, kept).then((target) => {
      this.#abandoned.signal.throwIfAborted()
      const held = new HeldAppend(writer.connections, target.mailbox, message.then((spooled) => copyOf(writer, kept, spooled)))
      this.#abandoned.signal.addEventListener('abort', () => held.abandon())
      return { target, held }
    })
    this.#begun.catch(() => undefined) // told to whoever finishes it
  }

  /** Begins the copy of what is being written to the spool; undefined where none is kept, nobody may make it, or it is made in no time afterwards. */
  static begin(writer: Writer, kept: KeptComposition, message: Promise<SpooledFile>): CopyAhead | undefined {
    const octets = kept.attachments.reduce((sum, { size }) => sum + size, 0)
    if (octets <= SMALL_MESSAGE || writer.session.credentials().proof === 'none' || !keepsCopy(writer, kept)) return undefined
    return new CopyAhead(writer, kept, message)
  }

  /** To be called once the disk knows that a copy was begun: from now on there may be one. */
  release(): void {
    this.#begun.then(({ held }) => held.release()).catch(() => undefined) // told to whoever finishes it
  }

  /** Releases it, and answers what became of it. Undefined where nothing came of it, and it may be made anew; throws where nobody can know. */
  async finish(): Promise<CopyThere | undefined> {
    const begun = await this.#begun.catch(() => undefined)
    const appended = await begun?.held.finish()
    return begun && appended && { target: begun.target, ref: appended.ref }
  }

  /** There shall be no copy; nothing happens where it is there. */
  abandon(): void {
    this.#abandoned.abort()
  }
}

function copyOf(writer: Writer, kept: KeptComposition, { id, size }: SpooledFile): LargeMessage {
  const before = writeBlindCopies(kept, checkAddresses(asItGoesOut(writer, kept).message).bcc)
  return { ...spooledContent(writer.writing.spool, { before, file: id, size }), flags: COPY_FLAGS }
}
