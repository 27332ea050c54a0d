import type { KeptComposition } from '#lib/composition/kept-composition.ts'

/** The header field by which the copy of that message is found in Sent. */
export function markOf({ kind, messageId }: Pick<KeptComposition, 'kind' | 'messageId'>): { readonly name: string; readonly value: string } {
  // What is redirected keeps the Message-ID of its first sender.
  return { name: kind === 'redirect' ? 'Resent-Message-ID' : 'Message-ID', value: messageId }
}
