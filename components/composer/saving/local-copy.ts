/** The typed fields by their names in the form. */
export type TypedText = Readonly<Record<string, string>>

/** What this window holds of a composition that the server may not have yet. */
export interface LocalCopy {
  readonly revision: number
  readonly fields: TypedText
}

/** What to do with a copy when the page opens. */
export type Restoration = 'nothing' | 'restore' | 'offer'

const PREFIX = 'postern.compose.'

/** The part of Storage that is used; a full or forbidden one loses nothing but the copy. */
export type CopyStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * Keeps the text in this window only: it survives a reload and an ended session, not the window, and goes at sign-out. A
 * composition is named by its URL, which says whose it is.
 */
export function keepCopy(storage: CopyStorage, url: string, copy: LocalCopy): void {
  try {
    storage.setItem(PREFIX + url, JSON.stringify(copy))
  } catch {
    // No room for a text of megabytes: the server has what was saved last.
    dropCopy(storage, url)
  }
}

export function dropCopy(storage: CopyStorage, url: string): void {
  storage.removeItem(PREFIX + url)
}

/** Drops the copies of all compositions whose URL begins like this. */
export function dropCopies(storage: Pick<Storage, 'key' | 'length' | 'removeItem'>, beginning: string): void {
  const names = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '')
  for (const name of names) if (name.startsWith(PREFIX + beginning)) storage.removeItem(name)
}

/** The copy of that composition; undefined when there is none or it cannot be read. */
export function readCopy(storage: CopyStorage, url: string): LocalCopy | undefined {
  try {
    const copy = JSON.parse(storage.getItem(PREFIX + url) ?? 'null') as LocalCopy | null
    const isCopy = copy !== null && typeof copy === 'object' && typeof copy.revision === 'number' && isTextRecord(copy.fields)
    return isCopy ? copy : undefined
  } catch {
    return undefined
  }
}

function isTextRecord(fields: unknown): fields is TypedText {
  return typeof fields === 'object' && fields !== null && Object.values(fields).every((value) => typeof value === 'string')
}

/**
 * A copy made on top of what the page shows is newer than it. One made on top of something older lost a race that only the
 * person can judge.
 */
export function judgeCopy(copy: LocalCopy | undefined, shown: LocalCopy): Restoration {
  if (!copy || Object.entries(copy.fields).every(([name, value]) => (shown.fields[name] ?? '') === value)) return 'nothing'
  return copy.revision >= shown.revision ? 'restore' : 'offer'
}
