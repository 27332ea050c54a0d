import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { randomSplit } from './conversation-client.ts'
import { runConversation } from './conversation.ts'

const FOLDER = new URL('conversations/', import.meta.url)
const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.imap')).sort()

for (const file of files) {
  test(`conversation ${file}`, async () => {
    await runConversation(await readFile(new URL(file, FOLDER), 'utf8'))
  })

  test(`conversation ${file} on disk, cut into pieces of 1 to 40 octets`, async () => {
    const seed = file.length * 7919 + 1
    const folder = mkdtempSync(join(tmpdir(), 'postern-conversation-'))
    try {
      await runConversation(await readFile(new URL(file, FOLDER), 'utf8'), { split: randomSplit(seed), folder })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
}
