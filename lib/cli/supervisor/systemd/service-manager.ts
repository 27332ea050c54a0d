import { spawn } from 'node:child_process'
import type { Log } from '#lib/log/log.ts'

/** Whoever has started this process and wants to hear how it is, as sd_notify(3) has it; nobody hears anything where nobody does. */
export interface ServiceManager {
  /** Every listener is bound. */
  ready(): void
  /** A changed configuration is in force. */
  reloaded(): void
  /** What is under way ends; nothing new is taken. */
  stopping(): void
}

/** Where nobody waits to hear it. */
export const NOBODY: ServiceManager = { ready: () => undefined, reloaded: () => undefined, stopping: () => undefined }

/** The program that says it: Node has no datagrams over sockets of this machine, and systemd brings this one along. */
const PROGRAM = 'systemd-notify'

/** The service manager that NOTIFY_SOCKET names. What is said arrives in its order; where the program is missing, the log says so once. */
export function serviceManager(env: Readonly<Record<string, string | undefined>>, log: Log): ServiceManager {
  if ((env.NOTIFY_SOCKET ?? '') === '') return NOBODY
  let last = Promise.resolve()
  let isMissing = false
  const say = (...states: readonly string[]): void => {
    last = last.then(async () => {
      const problem = isMissing ? undefined : await run(states, env)
      isMissing ||= problem !== undefined
      if (problem !== undefined) log.error('service-manager-not-told', problem, { states: states.join(' ') })
    })
  }
  return {
    ready: () => say('READY=1', 'STATUS=Ready'),
    reloaded() {
      say('RELOADING=1', `MONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`)
      say('READY=1')
    },
    stopping: () => say('STOPPING=1', 'STATUS=Finishing what is under way'),
  }
}

/** Resolves when the manager has heard it: the program waits for that. */
function run(states: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const child = spawn(PROGRAM, states, { stdio: 'ignore', env: { ...env } as NodeJS.ProcessEnv })
    child.once('error', resolve)
    child.once('exit', (code) => resolve(code === 0 ? undefined : new Error(`${PROGRAM} ended with ${code}`)))
  })
}
