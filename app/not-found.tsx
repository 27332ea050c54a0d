import { words } from '#lib/i18n/words.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { MessagePage } from '#components/shell/message-page.tsx'

export default function NotFound() {
  return <MessagePage title={words.failures.notFound} hint={words.failures.notFoundHint} link={appUrls().home()} linkText={words.shell.backToMail} />
}
