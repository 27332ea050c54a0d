/** The environment this process was started with. Only this room reads it. */
export function environment(): Readonly<Record<string, string | undefined>> {
  return process.env
}

/** The environment for a child process: ours, with these variables set or (undefined) left out. */
export function environmentWith(variables: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  const merged: NodeJS.ProcessEnv = { ...process.env }
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete merged[name]
    else merged[name] = value
  }
  return merged
}

/** Whether npm started us: it then may disappear without passing a signal on. */
export function startedThroughNpm(): boolean {
  return process.env.npm_lifecycle_event !== undefined || process.env.npm_command !== undefined
}

/** Sets a variable for this process and those it starts: how a global setup tells its workers where the site is. */
export function publish(name: string, value: string): void {
  process.env[name] = value
}
