const CARD_TYPES = new Set(['text/vcard', 'text/x-vcard', 'text/directory'])

/** True for a part whose vCards can be put into an address book; its type in lower case. */
export function isCardPart(mediaType: string, name: string): boolean {
  return CARD_TYPES.has(mediaType) || /\.(?:vcf|vcard)$/i.test(name)
}
