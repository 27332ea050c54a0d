/**
 * The library, loaded when the first signature, key or encrypted message has to be looked at: nobody else ever has it. All of it, since
 * its smaller build would fetch pieces while a message is being opened, which tells of the key.
 */
export async function loadOpenPgp(): Promise<typeof import('openpgp')> {
  return import('openpgp')
}
