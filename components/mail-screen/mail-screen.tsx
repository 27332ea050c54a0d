'use client'
import { memo, useMemo, type ReactNode } from 'react'
import { useWords } from '../words/words-context.ts'
import type { Words } from '#lib/i18n/words.ts'
import { labelOf } from '../mailbox-tree/mailbox-label.ts'
import { OpenCompositions } from '../composer/open-compositions.tsx'
import { IndexHeading, MessageList } from '../message-list/message-list.tsx'
import { SearchForm } from '../message-list/search-form.tsx'
import { MessageView, NoMessage } from '../message-view/message-view.tsx'
import { NewMessage } from '../shell/new-message.tsx'
import { ShortcutSheet } from '../shell/shortcut-sheet.tsx'
import { SidePane } from '../shell/side-pane.tsx'
import { whoseSite } from '../shell/whose-site.ts'
import { Alert } from '../ui/alert.tsx'
import { Icon } from '../ui/icon.tsx'
import styles from './mail-screen.module.css'
import type { Saying } from '../mail-state/mail-state.ts'
import type { Place } from '../mail-state/place.ts'
import type { MailScreenProps } from './mail-screen-props.ts'
import { Compositions } from './composing/compositions.tsx'
import { SayingBar } from './saying-bar.tsx'
import { SurroundingsProvider } from './site.ts'
import { useMail } from './use-mail.ts'

/** Mailboxes, index and message: complete as the server sends it, without reloads once its script runs. */
export function MailScreen({ notice, ...props }: MailScreenProps & { readonly notice?: ReactNode }) {
  const words = useWords()
  const mail = useMail(props)
  const { state, composing, surroundings, isEnhanced } = mail
  const { place, index, message } = state
  const label = labelOf(words, state.mailboxes, place.mailbox)
  // What could not be had says so where it would have stood.
  const isShownInPlace = !index || (place.message !== undefined && !message)
  const saysInIndex = place.message === undefined ? !isEnhanced || !index : !index && message !== undefined
  const saysInMessage = place.message !== undefined && !saysInIndex && (!isEnhanced || !message)
  const indexPlace = useIndexPlace(place)
  const reloadSeconds = surroundings.preferences['index.reload_seconds']
  const isCovered = composing.shown !== undefined
  const shows = place.message === undefined ? 'mailbox' : 'message'
  const side = <Side mailboxes={state.mailboxes} current={isCovered ? undefined : place.mailbox} shows={isCovered ? 'compose' : shows} />
  return (
    <SurroundingsProvider value={surroundings}>
      {/* Whoever runs scripts is told of news. */}
      {reloadSeconds > 0 && place.message === undefined && <noscript><meta httpEquiv="refresh" content={String(reloadSeconds)} /></noscript>}
      {!isCovered && <title>{titleOf(words, whoseSite(props.site.title, props.site.whose), label, { index, message })}</title>}
      <div
        className={styles.screen}
        data-shows={place.message === undefined && !isCovered ? 'index' : 'message'}
        data-tree={mail.isTreeOpen ? 'open' : undefined}
        data-text={surroundings.isTextBrowser ? '' : undefined}
        data-live={surroundings.preferences['notifications.live'] ? '' : undefined}
        aria-busy={state.going !== undefined}
        {...mail.handlers}
      >
        {!surroundings.isTextBrowser && side}
        <main id={isCovered ? undefined : 'content'} tabIndex={-1} className={styles.main} hidden={isCovered}>
          {(!surroundings.isTextBrowser || place.message === undefined) && (
            <div className={styles.index}>
              <div className={styles.top}>
                <a href="#mailboxes" className={styles.menu} title={words.mailboxes.open}><Icon name="menu" size={20} /><span className="for-screen-readers">{words.mailboxes.open}</span></a>{' '}
                <SearchForm mailbox={place.mailbox} label={label} search={place.query.search ?? ''} />
                {!surroundings.isTextBrowser && <NewMessage className={styles.compose} iconOnly />}
              </div>
              {notice}
              <IndexHeading index={index} mailbox={state.mailboxes.find(({ name }) => name === place.mailbox)} name={place.mailbox} />
              {state.saying && saysInIndex && <PageSaying saying={state.saying} />}
              <OpenCompositions compositions={composing.offered} urls={surroundings.urls} />
              {index && <MessageList index={index} place={indexPlace} open={place.message} mailboxes={state.mailboxes} chosen={state.chosen} cursor={state.cursor} isEnhanced={isEnhanced} />}
            </div>
          )}
          <section className={styles.message} aria-label={words.message.region}>
            {/* Where the index has no room its heading is not there either. */}
            {place.message !== undefined && <h1 className={styles.mailbox}>{label}</h1>}
            {message && place.message !== undefined && (
              <MessageView message={message} place={place} mailboxes={state.mailboxes} writable={index?.writable ?? true} />
            )}
            {state.saying && saysInMessage && <PageSaying saying={state.saying} />}
            {place.message !== undefined && !message && (
              <p className={styles.saying}><a href={surroundings.urls.mailbox(place.mailbox, place.query)}>{words.message.backToIndex({ mailbox: label })}</a></p>
            )}
            {place.message === undefined && !surroundings.isTextBrowser && <NoMessage hasKeys={isEnhanced && surroundings.preferences['keyboard.single_keys']} />}
          </section>
        </main>
        <Compositions desk={mail.desk} state={composing} mailboxes={state.mailboxes} />
        {surroundings.isTextBrowser && side}
        {isEnhanced && <SayingBar saying={isShownInPlace && !isCovered ? undefined : state.saying} undo={mail.undo} dismiss={mail.dismiss} />}
        <div className="for-screen-readers" role="status">{state.announcement}</div>
        {isEnhanced && <div data-frames-ahead="" hidden />}
        {mail.showsShortcuts && <ShortcutSheet close={mail.hideShortcuts} />}
      </div>
    </SurroundingsProvider>
  )
}

const Side = memo(SidePane)

/** The index of a place, the same object as long as it is the same index: its rows need not be drawn again for what is open beside them. */
function useIndexPlace({ mailbox, query: { page, sort, reverse, search } }: Place): Place {
  return useMemo(() => ({
    mailbox,
    query: { ...(page === undefined ? {} : { page }), ...(sort === undefined ? {} : { sort }), ...(reverse === undefined ? {} : { reverse }), ...(search === undefined ? {} : { search }) },
    show: {},
  }), [mailbox, page, sort, reverse, search])
}

/** What happened, in the page itself. */
function PageSaying({ saying }: { saying: Saying }) {
  return <div className={styles.saying}><Alert kind={saying.kind} hint={saying.hint}>{saying.sentence}</Alert></div>
}

function titleOf(words: Words, site: string, label: string, { index, message }: Pick<MailScreenProps, 'index' | 'message'>): string {
  if (message) return words.pageTitle({ page: `${message.subject || words.index.noSubject} - ${label}`, site })
  return words.pageTitle({ page: index && index.unseen > 0 ? `${label} (${index.unseen})` : label, site })
}
