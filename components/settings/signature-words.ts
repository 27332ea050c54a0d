import type { PageWords } from '#lib/i18n/words.ts'

/** Octets of one picture in a signature: in base64 it fits beside some text. */
export const PICTURE_OCTETS = 20 * 1024

/** What the field of a signature says; only this goes along to the browser. */
export function signatureWords({ editing, settings }: PageWords): { readonly words: PageWords['editing']; readonly pictureTooLarge: string } {
  return { words: editing, pictureTooLarge: settings.signaturePicture({ kilobytes: PICTURE_OCTETS / 1024 }) }
}
