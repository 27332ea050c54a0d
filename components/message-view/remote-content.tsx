import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { openedShow, placeUrl, type Place } from '../mail-state/place.ts'
import { useSite } from '../mail-screen/site.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { PostForm } from '../ui/post-form.tsx'
import { useWords } from '../words/words-context.ts'
import styles from './message-view.module.css'

interface RemoteContentProps {
  readonly message: MessageRef
  readonly place: Place
  readonly remote: MessageView['remote']
  readonly trackers: { readonly count: number; readonly names: readonly string[] }
  readonly isShown: boolean
}

/** That pictures from elsewhere are held back, how many of them are trackers, and the ways to see the others: once, or always from a sender who is proved. */
export function RemoteContent({ message, place, remote, trackers, isShown }: RemoteContentProps) {
  const words = useWords()
  const { urls, preferences, token } = useSite()
  const said = trackers.count > 0 ? words.message.trackers({ count: trackers.count, names: trackers.names.join(', ') }) : ''
  if (isShown) return said === '' ? null : <div className={styles.blocked}><Icon name="image" /><p>{said}</p></div>
  const asks = preferences['reading.remote_content'] === 'ask'
  const offers = asks && remote?.isProven && remote.trust === 'none' && !preferences.imposed.includes('reading.remote_senders')
  return (
    <div className={styles.blocked}>
      <Icon name="image" />
      <p>{words.message.imagesBlocked}{said !== '' && ` ${said}`}{remote?.trust === 'unproven' && ` ${words.message.imagesUnproven}`}</p>
      {preferences['reading.remote_content'] !== 'never' && <ButtonLink href={placeUrl(urls, { ...place, show: { ...place.show, images: '1' } })} small>{words.message.showImages}</ButtonLink>}
      {offers && (
        <PostForm action={urls.api.remoteSenders(message)} token={token}>
          <input type="hidden" name="return" value={placeUrl(urls, { ...place, show: openedShow(place.show) })} />
          <Button name="remember" value="sender" small>{words.message.alwaysFrom({ sender: remote.sender })}</Button>{' '}
          <Button name="remember" value="domain" small>{words.message.alwaysFrom({ sender: remote.sender.slice(remote.sender.lastIndexOf('@')) })}</Button>
        </PostForm>
      )}
    </div>
  )
}
