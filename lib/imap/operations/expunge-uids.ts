import type { Uid } from '#lib/mail/uid.ts'
import type { ImapFlow } from 'imapflow'
import { atom, execute, numberOf, sequence } from '../command.ts'
import { storeFlags } from './change-flags.ts'
import { uidSet } from '../same-mailbox.ts'

const DELETED = { operation: 'add', flags: ['\\Deleted'] } as const
const NOT_DELETED = { operation: 'remove', flags: ['\\Deleted'] } as const

/**
 * Removes exactly those messages of the selected mailbox for good, and never one that another client has marked. Without
 * UIDPLUS (RFC 4315) EXPUNGE takes every marked one, so the marks of others are lifted meanwhile and put back.
 */
export async function expungeUids(client: ImapFlow, uids: readonly Uid[]): Promise<void> {
  const set = uidSet(uids)
  if (client.capabilities.has('UIDPLUS') || client.enabled.has('IMAP4REV2')) {
    await storeFlags(client, set, DELETED)
    await execute(client, 'UID EXPUNGE', [sequence(set)])
    return
  }
  const ours = new Set<number>(uids)
  const others = (await markedUids(client)).filter((uid) => !ours.has(uid))
  const marks = others.length === 0 ? undefined : uidSet(others)
  if (marks !== undefined) await storeFlags(client, marks, NOT_DELETED)
  try {
    await storeFlags(client, set, DELETED)
    await execute(client, 'EXPUNGE')
  } finally {
    if (marks !== undefined) await storeFlags(client, marks, DELETED)
  }
}

/** UIDs of the messages that are marked \Deleted. */
async function markedUids(client: ImapFlow): Promise<readonly Uid[]> {
  const found: number[] = []
  await execute(client, 'UID SEARCH', [atom('DELETED')], {
    SEARCH: ({ attributes }) => {
      for (const value of attributes) found.push(numberOf(value) ?? 0)
    },
  })
  return found.filter((uid) => uid > 0) as Uid[]
}
