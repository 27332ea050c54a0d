import 'server-only'
import { HELP_TOPICS, SETTINGS_HELP, type HelpTopic } from '#lib/mail/sites/help-topics.ts'
import type { Topic } from '#lib/mail/preferences/definition.ts'
import { appUrls, hasModule } from '../wiring.ts'

/** Where the manual is about that page of Postern, or of its settings; undefined where the site has no help. */
export async function helpLink(topic: HelpTopic | { readonly settings: Topic }): Promise<string | undefined> {
  if (!(await hasModule('help'))) return undefined
  return appUrls().help(typeof topic === 'string' ? HELP_TOPICS[topic] : SETTINGS_HELP[topic.settings])
}
