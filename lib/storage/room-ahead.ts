import { writeSync } from 'node:fs'

/** Octets of room that are made at once, at most; a file that is smaller gets as many as it has. */
const MOST = 256 * 1024
const ZEROS = Buffer.alloc(MOST)

/**
 * Writes zeros behind the end of a file that grows piece by piece: what is written into them later is on the disk in half the time, because the file's new
 * length need not be brought there with it. Answers how long the file is now; on a full disk it stays as it is.
 */
export function makeRoomAhead(handle: number, end: number): number {
  try {
    return end + writeSync(handle, ZEROS, 0, Math.min(end, MOST), end)
  } catch {
    return end // whoever writes what matters has the error
  }
}
