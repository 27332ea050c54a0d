import type { StoreOptions } from '../store-options.ts'
import type { Turns } from './commits/steps.ts'
import type { IndexThread } from './search-index/index-thread.ts'

/** Called with a name between any two writes; a test may copy the directory there, as a kill at that moment would leave it. */
export type CrashPoint = (name: string) => void

export interface DiskOptions extends StoreOptions {
  readonly crashPoint?: CrashPoint
  /** Directories besides the store's own in which accounts may lie, by their names. */
  readonly partitions?: ReadonlyMap<string, string>
  /** Only `place` makes accounts: one whose folder has gone is never taken for a new one, and asking for it throws StoreProblem 'no-mailboxes'. */
  readonly placedAlone?: boolean
  /** What names the present start of the machine; asked of it unless told. */
  readonly machineStart?: string
  /** Where the content of accounts in the store's own directory lies; with their databases where it is not said. */
  readonly content?: string | undefined
  /** Octets of the disk that new messages leave free, so that reading, flagging and deleting go on when it is full. */
  readonly reserve?: number
  /** Messages from which on a search asks the index; 200 where it is not said. */
  readonly indexedFrom?: number
  /** Octets of the disk that the search indexes leave free. */
  readonly indexReserve?: number
  readonly turns?: Turns | undefined
  /** Empties the write-ahead log of that database (emptyLog), away from whoever serves; a commit does it, far less often, where nobody is given. */
  readonly emptyLog?: ((database: string) => Promise<void>) | undefined
  /** Where accounts are indexed: one for all that a process opens. */
  readonly indexThread?: IndexThread
}
