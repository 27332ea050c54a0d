/**
 * What two spellings of one UID have in common: Apple's cards say `UID:0A1B…` and its groups `urn:uuid:0a1b…`, programs change the case of UUIDs.
 * For comparing; a UID is kept and written as it came.
 */
export function uidKey(uid: string): string {
  const text = uid.trim().replace(/^urn:uuid:/i, '')
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : text
}
