import type { CompositionAttachment } from '#lib/mail/composition.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Spool } from './spool.ts'

/** Throws GatewayError('invalid') naming the first attachment whose file has gone or is not as long as it was: no message leaves with half of it. */
export async function requireWholeFiles(spool: Spool, attachments: readonly CompositionAttachment[]): Promise<void> {
  for (const { id, name, size } of attachments) {
    const there = await spool.size(id)
    if (there !== size) throw new GatewayError('invalid', `attachment of ${size} octets has ${there ?? 'gone'}`, { refusal: { name: 'attachment-gone', with: { name } } })
  }
}
