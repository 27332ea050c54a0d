import { writeSync } from 'node:fs'
import { openDiskStores } from '#lib/mail-store/disk/disk-stores.ts'

/**
 * Creates the mailboxes `Made/FIRST` to `Made/LAST` of one account, four at a time, until it is killed or done. Every third is subscribed to and every fifth becomes a
 * quota root. Each one is said on standard output as its last step has been acknowledged, a number a line, and is in the pipe before the next begins.
 */
async function create(directory: string, first: number, last: number): Promise<void> {
  const stores = await openDiskStores(directory)
  const store = await stores.of('alice')
  let next = first
  const work = async (): Promise<void> => {
    while (next <= last) {
      const number = next++
      await store.create(`Made/${number}`)
      if (number % 3 === 0) await store.subscribe(`Made/${number}`)
      if (number % 5 === 0) await store.setQuota(`Made/${number}`, { messages: number })
      writeSync(1, `${number}\n`)
    }
  }
  await Promise.all([work(), work(), work(), work()])
  await stores.close()
}

const [directory = '', first, last] = process.argv.slice(2)
if (import.meta.main) await create(directory, Number(first), Number(last))
