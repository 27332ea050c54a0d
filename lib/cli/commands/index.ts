import type { Command } from './command.ts'

/** The table: a command is loaded only when it is asked for, so that `user list` does not wait for the web. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serve,
  dev: async () => (await import('./dev.ts')).dev,
  seed: async () => (await import('./seed.ts')).seed,
  user: async () => (await import('./user.ts')).user,
  share: async () => (await import('./share.ts')).share,
  alert: async () => (await import('./running/alert.ts')).alert,
  stats: async () => (await import('./running/stats.ts')).stats,
  trace: async () => (await import('./running/trace.ts')).trace,
  console: async () => (await import('./running/console.ts')).imapConsole,
  backup: async () => (await import('./keeping/backup.ts')).backup,
  restore: async () => (await import('./keeping/restore.ts')).restore,
  doctor: async () => (await import('./keeping/doctor.ts')).doctor,
  quota: async () => (await import('./keeping/quota.ts')).quota,
  shutdown: async () => (await import('./running/shutdown.ts')).shutdown,
  config: async () => (await import('./config.ts')).config,
  configure: async () => (await import('./configure.ts')).configure,
  build: async () => (await import('./build.ts')).build,
  test: async () => (await import('./test.ts')).test,
  bench: async () => (await import('./bench.ts')).bench,
  help: async () => (await import('./help.ts')).help,
}

export async function findCommand(name: string): Promise<Command | undefined> {
  return Object.hasOwn(COMMANDS, name) ? COMMANDS[name]?.() : undefined
}
