import type { Config, MailPorts } from '#lib/config/config.ts'
import { withServersInTheBox } from '#lib/config/servers-in-the-box.ts'
import type { Services } from './running.ts'

/**
 * The same configuration with the ports that were really bound, so that a restart is found where the first start was; the sites whose
 * mail is in the box have it there still.
 */
export function rememberPorts(config: Config, services: Services): Config {
  const bound = (name: keyof MailPorts & keyof Services, configured: number | undefined): number | undefined => services[name]?.port ?? configured
  const { ports } = config.mail
  const remembered = Object.fromEntries((Object.keys(ports) as (keyof MailPorts)[]).map((name) => [name, bound(name, ports[name])]))
  const isOfMail = services.imap !== undefined || services.imaps !== undefined
  return {
    ...(isOfMail ? withServersInTheBox(config, remembered) : config),
    http: { ...config.http, port: services.http?.port ?? config.http.port, httpsPort: services.https?.port ?? config.http.httpsPort },
    mail: { ...config.mail, ports: remembered },
  }
}
