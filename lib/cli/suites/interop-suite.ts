import { globSync } from 'node:fs'
import { ROOT } from '../root.ts'
import { ALPINE, CURL, DOVECOT, DOVECOT_LMTP, ensurePrograms, FIREFOX, GNUPG, HAPROXY, MBSYNC, NEOMUTT, NET_SSLEAY, OPENSSL, PIGEONHOLE, POSTGRES, PYTHON, RADICALE, SLAPD, SWAKS, SYSTEMD, VDIRSYNCER } from './ensure-programs.ts'
import type { Suite } from './suite.ts'
import { cannotRun } from './suite.ts'
import { runTestFiles } from './unit-suite.ts'

/** The gateway and the main journey against Debian's Dovecot and in Debian's Firefox, the storage on Debian's PostgreSQL; Debian's mail programs against the mail server: we must not only agree with ourselves. */
export const interop: Suite = {
  name: 'interop',
  async run() {
    const missing = await ensurePrograms([ALPINE, CURL, DOVECOT, DOVECOT_LMTP, FIREFOX, GNUPG, HAPROXY, MBSYNC, NEOMUTT, NET_SSLEAY, OPENSSL, PIGEONHOLE, POSTGRES, PYTHON, RADICALE, SLAPD, SWAKS, SYSTEMD, VDIRSYNCER])
    if (missing.length > 0) return cannotRun(missing.join('; '))
    return runTestFiles(globSync('{lib/testing/interop,lib/testing/interop/clients,e2e/firefox}/*.test.ts', { cwd: ROOT }), { concurrency: 2 })
  },
}
