import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { findProgram } from './find-program.ts'
import { runProgram } from './run-program.ts'

/** invoke-rc.d(8): 101 forbids every start of a service while we install. */
const POLICY = '/usr/sbin/policy-rc.d'
const FORBID = '#!/bin/sh\nexit 101\n'
const QUIET = { DEBIAN_FRONTEND: 'noninteractive', APT_LISTCHANGES_FRONTEND: 'none' }

/** Whether missing programs can be installed without asking anybody: Debian's apt-get, and the right to use it. */
export function canInstall(): boolean {
  return process.getuid?.() === 0 && findProgram('apt-get') !== undefined
}

/** Installs Debian packages; no service of theirs is started. Answers whether it worked. */
export async function installPackages(packages: readonly string[]): Promise<boolean> {
  process.stderr.write(`postern: installing ${packages.join(', ')} (apt-get) …\n`)
  return withoutServices(async () => {
    const install = ['install', '-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...packages]
    if ((await apt(install)) === 0) return true
    // A fresh image has no package lists yet.
    return (await apt(['update', '-qq'])) === 0 && (await apt(install)) === 0
  })
}

async function apt(args: readonly string[]): Promise<number> {
  const { code, output } = await runProgram('apt-get', args, { env: QUIET, capture: true })
  if (code !== 0) process.stderr.write(output)
  return code
}

/** Whatever policy the machine has is there again afterwards. */
export async function withoutServices<T>(task: () => Promise<T>, policy = POLICY): Promise<T> {
  const before = existsSync(policy) ? { text: readFileSync(policy), mode: statSync(policy).mode } : undefined
  writeFileSync(policy, FORBID)
  chmodSync(policy, 0o755)
  try {
    return await task()
  } finally {
    if (before === undefined) rmSync(policy, { force: true })
    else {
      writeFileSync(policy, before.text)
      chmodSync(policy, before.mode)
    }
  }
}
