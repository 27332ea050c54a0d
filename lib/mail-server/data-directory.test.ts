import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DataDirectoryUnsafe, lockDataDirectory, networkFileSystem, prepareDataDirectory } from './data-directory.ts'

function withFolder(task: (folder: string) => Promise<void> | void): () => Promise<void> {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-data-'))
    try {
      await task(folder)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

const modeOf = (path: string): number => statSync(path).mode & 0o777

test('a new directory, and an empty one, is closed to everybody else', withFolder((folder) => {
  prepareDataDirectory(join(folder, 'deep/new'))
  assert.equal(modeOf(join(folder, 'deep/new')), 0o700)
  mkdirSync(join(folder, 'empty'))
  chmodSync(join(folder, 'empty'), 0o755)
  prepareDataDirectory(join(folder, 'empty'))
  assert.equal(modeOf(join(folder, 'empty')), 0o700)
}))

test('one that holds something and is open to others is refused and left alone', withFolder(async (folder) => {
  writeFileSync(join(folder, 'mail.db'), 'x')
  for (const mode of [0o755, 0o710, 0o701, 0o770]) {
    chmodSync(folder, mode)
    await assert.rejects(lockDataDirectory(folder), (error) => error instanceof DataDirectoryUnsafe && error.message.includes(`chmod 700 ${folder}`))
    assert.equal(modeOf(folder), mode)
  }
  chmodSync(folder, 0o700)
  const lock = await lockDataDirectory(folder)
  lock.release()
}))

test('network file systems are known by their numbers, with or without a sign', () => {
  assert.equal(networkFileSystem(0x6969), 'NFS')
  assert.equal(networkFileSystem(0xff534d42), 'CIFS')
  assert.equal(networkFileSystem(0xff534d42 | 0), 'CIFS')
  for (const local of [0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x794c7630]) assert.equal(networkFileSystem(local), undefined)
})
