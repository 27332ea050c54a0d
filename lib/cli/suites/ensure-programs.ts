import { existsSync } from 'node:fs'
import { findPostgres } from '#lib/testing/interop/postgres-server.ts'
import { findSlapd } from '#lib/testing/interop/slapd.ts'
import { findChromium, findHeadlessChromium, findProgram } from './find-program.ts'
import { canInstall, installPackages } from './install-programs.ts'
import { runProgram } from './run-program.ts'

/** A program that tests need: how to find it, Debian's package, and what to do where we may not install. */
export interface Program {
  readonly name: string
  readonly package: string
  find(): Promise<string | undefined>
}

export const CHROMIUM: Program = { name: 'Chromium', package: 'chromium', find: async () => findChromium() ?? (await playwrightChromium()) }
export const HEADLESS_CHROMIUM: Program = { name: 'Chromium without a screen', package: 'chromium-headless-shell', find: async () => findHeadlessChromium() }
export const LYNX: Program = { name: 'Lynx', package: 'lynx', find: async () => findProgram('lynx') }
export const FIREFOX: Program = { name: 'Firefox', package: 'firefox-esr', find: async () => findProgram('firefox-esr', 'firefox') }
export const DOVECOT: Program = { name: 'Dovecot (imapd)', package: 'dovecot-imapd', find: async () => findDovecot('imap') }
export const DOVECOT_LMTP: Program = { name: 'Dovecot (lmtpd)', package: 'dovecot-lmtpd', find: async () => findDovecot('lmtp') }
export const HAPROXY: Program = { name: 'HAProxy', package: 'haproxy', find: async () => findProgram('haproxy') }
export const SYSTEMD: Program = { name: 'systemd-socket-activate', package: 'systemd', find: async () => findProgram('systemd-socket-activate') }
export const PIGEONHOLE: Program = { name: 'Dovecot (managesieve)', package: 'dovecot-managesieved', find: async () => findDovecot('managesieve') }
export const RADICALE: Program = { name: 'Radicale', package: 'radicale', find: async () => findProgram('radicale') }
export const POSTGRES: Program = { name: 'PostgreSQL', package: 'postgresql', find: async () => findPostgres() }
export const SLAPD: Program = { name: 'OpenLDAP (slapd)', package: 'slapd', find: async () => findSlapd() }
export const MBSYNC: Program = { name: 'mbsync', package: 'isync', find: async () => findProgram('mbsync') }
export const NEOMUTT: Program = { name: 'neomutt', package: 'neomutt', find: async () => findProgram('neomutt') }
export const ALPINE: Program = { name: 'alpine', package: 'alpine', find: async () => findProgram('alpine') }
export const CURL: Program = { name: 'curl', package: 'curl', find: async () => findProgram('curl') }
export const GNUPG: Program = { name: 'GnuPG', package: 'gnupg', find: async () => findProgram('gpg') }
export const OPENSSL: Program = { name: 'OpenSSL', package: 'openssl', find: async () => findProgram('openssl') }
export const PYTHON: Program = { name: 'Python', package: 'python3', find: async () => findProgram('/usr/bin/python3', 'python3') }
export const SWAKS: Program = { name: 'swaks', package: 'swaks', find: async () => findProgram('swaks') }
/** By which swaks speaks TLS. */
export const NET_SSLEAY: Program = { name: 'Net::SSLeay', package: 'libnet-ssleay-perl', find: async () => ((await runProgram('perl', ['-MNet::SSLeay', '-e', '1'], { capture: true })).code === 0 ? 'perl' : undefined) }
export const VDIRSYNCER: Program = { name: 'vdirsyncer', package: 'vdirsyncer', find: async () => findProgram('vdirsyncer') }

/** Installs what is missing where we can. Answers one sentence for each program that is still missing. */
export async function ensurePrograms(programs: readonly Program[]): Promise<string[]> {
  const missing = await stillMissing(programs)
  if (missing.length > 0 && canInstall()) await installPackages(missing.map((program) => program.package))
  const left = await stillMissing(programs)
  return left.map(({ name, package: debian }) => `${name} is missing: install it (on Debian or Ubuntu as root: apt-get install ${debian})`)
}

async function stillMissing(programs: readonly Program[]): Promise<Program[]> {
  const found = await Promise.all(programs.map((program) => program.find()))
  return programs.filter((_, index) => found[index] === undefined)
}

/** What `npx playwright install chromium` put into its cache, if anybody ran it. */
async function playwrightChromium(): Promise<string | undefined> {
  const { chromium } = await import('@playwright/test')
  const path = chromium.executablePath()
  return existsSync(path) ? path : undefined
}

/** Dovecot's daemons are no programs of the path: the package that holds one is there when its file is. */
function findDovecot(daemon: string): string | undefined {
  const file = ['/usr/lib/dovecot', '/usr/libexec/dovecot'].map((folder) => `${folder}/${daemon}`).find((path) => existsSync(path))
  return file !== undefined && findProgram('dovecot') !== undefined ? file : undefined
}
