import 'server-only'
import type { Config } from '#lib/config/config.ts'
import { Directories } from '#lib/gateway/directory/directories.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { processSingleton } from '../process-singleton.ts'
import { directorySettingsOf } from '../site-of-session.ts'
import { config } from '../wiring.ts'

/** A directory that may be asked; made by its settings. */
export type OpenDirectory = ReturnType<Directories['of']>[number]

interface Home {
  readonly open: Directories
  /** The configuration whose directories are open. */
  of: Config | undefined
}

/** The directories in which somebody looks others up, in the order of their site. */
export function directoriesOf(session: Pick<SignedIn, 'account' | 'imap'>): readonly OpenDirectory[] {
  const current = config()
  const home = processSingleton<Home>('directories', () => ({ open: new Directories(), of: undefined }))
  if (home.of !== current) {
    home.of = current
    void home.open.keepOnly(current.directories)
  }
  return home.open.of(directorySettingsOf(current, session))
}

/** The one of that name; undefined where it is none of theirs. */
export function directoryNamed(session: Pick<SignedIn, 'account' | 'imap'>, name: string): OpenDirectory | undefined {
  return directoriesOf(session).find(({ settings }) => settings.name === name)
}
