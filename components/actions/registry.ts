import { archive } from './changing/archive.ts'
import { deleteMessages } from './changing/delete-messages.ts'
import { flag } from './changing/flag.ts'
import { junk } from './changing/junk.ts'
import { markSeen } from './changing/mark-seen.ts'
import { markUnseen } from './changing/mark-unseen.ts'
import { unflag } from './changing/unflag.ts'
import type { MailAction } from './define-action.ts'
import { back } from './walking/back.ts'
import { choose } from './walking/choose.ts'
import { goToInbox } from './walking/go-to-inbox.ts'
import { move } from './walking/move.ts'
import { nextMessage } from './walking/next-message.ts'
import { openMessage } from './walking/open-message.ts'
import { previousMessage } from './walking/previous-message.ts'
import { search } from './walking/search.ts'
import { showShortcuts } from './walking/show-shortcuts.ts'
import { compose } from './writing/compose.ts'
import { editAsNew } from './writing/edit-as-new.ts'
import { forward } from './writing/forward.ts'
import { forwardAttached } from './writing/forward-attached.ts'
import { redirect } from './writing/redirect.ts'
import { reply } from './writing/reply.ts'
import { replyAll } from './writing/reply-all.ts'
import { replyList } from './writing/reply-list.ts'

/**
 * The submit buttons above the index and above a message, in their order. The first is what Enter in the form does
 * where there are no scripts, so it must do no harm.
 */
export const CHANGING: readonly MailAction[] = [markSeen, markUnseen, flag, unflag, archive, junk, deleteMessages]
/** The buttons that begin a composition about a message. */
export const ANSWERING: readonly MailAction[] = [reply, replyAll, replyList, forward, forwardAttached, redirect, editAsNew]
/** Everything that a key can do, in the order of the shortcut sheet. */
export const ACTIONS: readonly MailAction[] = [
  nextMessage, previousMessage, openMessage, back, choose, ...CHANGING, move, ...ANSWERING, compose, search, goToInbox, showShortcuts,
]
