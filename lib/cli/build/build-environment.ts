/** Where the gateway of this base path is built to: one place each, so that two sites of one tree do not undo each other. */
export function distDirectory(basePath: string): string {
  return basePath === '' ? '.next' : `.next${basePath.replaceAll('/', '-')}`
}

/** The variables that next.config.js reads, at the build and in the web process alike. */
export function buildEnvironment(basePath: string, dev = false): Readonly<Record<string, string>> {
  return {
    POSTERN_HTTP_BASE_PATH: basePath,
    POSTERN_DIST_DIR: dev ? '.next-dev' : distDirectory(basePath),
    NEXT_TELEMETRY_DISABLED: '1',
    NODE_ENV: dev ? 'development' : 'production',
  }
}
