import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { runConversation } from '../conversation.ts'
import { ITEMS } from './items.ts'

/** The conversation of an item as it is with IMAP4rev2 enabled, or without. */
function scriptOf({ item, what, script }: (typeof ITEMS)[number], isOn: boolean): string {
  const [own, others] = isOn ? ['on ', 'off '] : ['off ', 'on ']
  const lines = script.split('\n').filter((line) => !line.startsWith(others)).map((line) => (line.startsWith(own) ? line.slice(own.length) : line))
  const enabling = isOn ? ['1> enabling ENABLE IMAP4rev2', '1< * ENABLED IMAP4rev2', '1< enabling OK ...'] : []
  return [`# RFC 9051 appendix E, ${item}: ${what}`, ...enabling, ...lines].join('\n')
}

for (const changed of ITEMS) {
  for (const isOn of [true, false]) {
    test(`RFC 9051 appendix E, ${changed.item}, with IMAP4rev2 ${isOn ? 'enabled' : 'not enabled'}: ${changed.what}`, async () => {
      await runConversation(scriptOf(changed, isOn))
    })

    test(`the same of ${changed.item} on disk, with IMAP4rev2 ${isOn ? 'enabled' : 'not enabled'}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'postern-appendix-e-'))
      try {
        await runConversation(scriptOf(changed, isOn), { folder })
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    })
  }
}
