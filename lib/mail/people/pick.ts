/** Where all about somebody stands: an entry of a directory, or a card of an address book. */
export type PersonPlace = { readonly directory: string; readonly entry: string } | { readonly book: string; readonly card: string }

/** Somebody who was chosen in a list. */
export interface Pick {
  /** As they are written into a message; '' for a group of an address book, which stands for everybody in it. */
  readonly written: string
  /** Undefined for an address that stands alone. */
  readonly place: PersonPlace | undefined
}

/** A pick as the value of a field; `readPick` reads it back. */
export function writePick({ written, place }: Pick): string {
  return new URLSearchParams({ ...(written === '' ? {} : { written }), ...place }).toString()
}

/** Undefined for what is no pick: it says neither whom nor where. */
export function readPick(text: string): Pick | undefined {
  const said = new URLSearchParams(text)
  const of = (name: string): string => said.get(name) ?? ''
  const [written, directory, entry, book, card] = [of('written'), of('directory'), of('entry'), of('book'), of('card')]
  const place = directory !== '' && entry !== '' ? { directory, entry } : book !== '' && card !== '' ? { book, card } : undefined
  return written === '' && !(place && 'card' in place) ? undefined : { written, place }
}
