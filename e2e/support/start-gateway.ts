import { RecordingProxy } from '#lib/testing/fakes/recording-proxy.ts'
import { startSite, type RunningSite, type Site } from './start-site.ts'

export interface RunningGateway extends RunningSite {
  /** Between this gateway and the IMAP server: counts what goes by. */
  readonly proxy: RecordingProxy
  /** Ends the proxy alone: the server cannot be reached any more. */
  cutOff(): Promise<void>
}

/** A gateway of its own before the mail server of another site; `imapHost` is the address of loopback where it finds the server. */
export async function startGateway({ services }: Site, { imapHost = '127.0.0.1', env = {} }: { readonly imapHost?: string; readonly env?: Readonly<Record<string, string>> } = {}): Promise<RunningGateway> {
  const { imap, submission } = services
  if (imap === undefined || submission === undefined) throw new Error('the site lacks IMAP or submission')
  const proxy = new RecordingProxy({ host: imap.host, port: imap.port, tls: 'none', verify: false })
  const { port } = await proxy.start(imapHost)
  let isCutOff = false
  const cutOff = async (): Promise<void> => {
    if (!isCutOff) await proxy.stop()
    isCutOff = true
  }
  try {
    const host = imapHost.includes(':') ? `[${imapHost}]` : imapHost
    const running = await startSite({ quiet: true, env: { POSTERN_IMAP_URL: `imap://${host}:${port}`, POSTERN_SMTP_URL: `smtp://${submission.host}:${submission.port}`, ...env } })
    const close = async (): Promise<void> => {
      await running.close()
      await cutOff()
    }
    return { ...running, proxy, cutOff, close }
  } catch (error) {
    await cutOff()
    throw error
  }
}
