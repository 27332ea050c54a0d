/** The library, loaded when the first signature, key or encrypted message has to be looked at: nobody else ever has it. */
export async function loadOpenPgp(): Promise<typeof import('openpgp')> {
  return import('openpgp')
}
