/** The annotation that makes \Seen of a shared mailbox one for all who read it, where its value is `true`. */
export const SHARED_SEEN = '/shared/vendor/postern/shared-seen'

/** True when all who read the mailbox share \Seen. */
export function isSeenShared(annotations: ReadonlyMap<string, Uint8Array>): boolean {
  return Buffer.from(annotations.get(SHARED_SEEN) ?? []).toString('latin1').toLowerCase() === 'true'
}
