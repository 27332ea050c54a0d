import type { FileLink } from '#lib/mail/writing/file-link.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import type { Writing } from '../writing/writing.ts'

type Place = Pick<Writing, 'fileLinks' | 'spool'>

/** Somebody's files that are sent as links and still open, the newest first; without what opens them. */
export async function listFileLinks({ fileLinks }: Pick<Place, 'fileLinks'>, { account }: Pick<SignedIn, 'account'>): Promise<readonly FileLink[]> {
  return (await fileLinks.list(account)).map(({ token: _, site: __, ...link }) => link)
}

/** Takes one back: its link opens nothing from now on, and the file is gone. Answers what it was; undefined for one that is none of theirs. */
export async function takeBackLink({ fileLinks, spool }: Place, { account }: Pick<SignedIn, 'account'>, id: string): Promise<FileLink | undefined> {
  const removed = await fileLinks.remove(account, id)
  if (removed) await spool.remove([id])
  return removed
}
