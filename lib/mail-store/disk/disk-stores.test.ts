import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mailStoreContract } from '../contract.ts'
import { openDiskStores } from './disk-stores.ts'

mailStoreContract('The disk store', async (options) => {
  const directory = mkdtempSync(join(tmpdir(), 'postern-store-'))
  let stores = await openDiskStores(directory, options)
  return {
    stores,
    async reopen() {
      await stores.close()
      stores = await openDiskStores(directory, options)
      return stores
    },
    async cleanup() {
      await stores.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
})
