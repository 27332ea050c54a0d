import { writeSync } from 'node:fs'
import { openDiskStores } from '#lib/mail-store/disk/disk-stores.ts'

/** Renames the mailbox `Here`, or `There` where it is called so, with everything below it to the other name and back, until it is killed. Says the name that was acknowledged last, a line each. */
async function rename(directory: string): Promise<never> {
  const store = await (await openDiskStores(directory)).of('alice')
  let [from, to] = (await store.mailbox('Here')) ? ['Here', 'There'] : ['There', 'Here']
  for (;;) {
    await store.rename(from, to)
    writeSync(1, `${to}\n`)
    ;[from, to] = [to, from]
  }
}

if (import.meta.main) await rename(process.argv[2] ?? '')
