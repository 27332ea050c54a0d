import type { RemoteView } from '#lib/mail/reading/message-view.ts'
import { Button } from '../../ui/button.tsx'
import { PostForm } from '../../ui/post-form.tsx'
import styles from '../parts/parts.module.css'
import { trackersOf } from '../trackers-of.ts'
import type { DetailProps } from './detail-props.ts'

/** Who is told when the pictures are fetched, whether the sender is proved, and from whom they are shown always. */
export function RemotePictures({ message, view, remote, rememberable, token, urls, words }: DetailProps & { readonly remote: RemoteView; readonly rememberable: boolean }) {
  const { sender, isProven, trust } = remote
  const domain = sender.slice(sender.lastIndexOf('@') + 1)
  const label = isProven ? words.details.always : words.details.insist
  const trackers = trackersOf(view.bodies)
  return (
    <section className={styles.card} aria-labelledby="pictures">
      <h2 id="pictures">{words.details.pictures}</h2>
      {trackers.count > 0 && <p>{words.message.trackers({ count: trackers.count, names: trackers.names.join(', ') })}</p>}
      <p>{isProven ? words.details.proven({ domain }) : words.details.unproven({ domain })}</p>
      {trust === 'trusted' && <p>{words.details.shownAlready}</p>}
      {rememberable && trust !== 'trusted' && (
        <PostForm action={urls.api.remoteSenders(message)} token={token}>
          <input type="hidden" name="return" value={urls.message(message)} />
          {!isProven && <input type="hidden" name="insist" value="yes" />}
          <Button name="remember" value="sender">{label({ sender })}</Button>
          <Button name="remember" value="domain">{label({ sender: `@${domain}` })}</Button>
        </PostForm>
      )}
      <p><a href={urls.settings('reading')}>{words.details.settings}</a></p>
    </section>
  )
}
