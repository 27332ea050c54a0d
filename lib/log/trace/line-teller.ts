import type { HeardLine } from './line-feed.ts'

/** Says of each line of a conversation what may be told of it; undefined tells nothing. It knows where both sides are. */
export interface LineTeller {
  readonly hasLiterals: boolean
  client(line: HeardLine): string | undefined
  server(line: HeardLine): string | undefined
}
