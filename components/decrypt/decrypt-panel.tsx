'use client'
import { useEffect, useState } from 'react'
import type { PageScheme } from '#lib/html/dark/own-scheme.ts'
import type { MessageView, SealedView } from '#lib/mail/reading/message-view.ts'
import { StaysSealed, readProtectedKey, unlockKey } from '#lib/openpgp/decrypt.ts'
import { loadOpenPgp } from '#lib/openpgp/openpgp.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { DecryptedMessage } from './decrypted-message.tsx'
import styles from './decrypt.module.css'
import { closeKey, holdOpen, openKeyOf } from './open-keys.ts'
import { fetchSealed, openSealed, type OpenedMessage, type Sealed } from './open-sealed.ts'
import { forgetPrivateKey, keepPrivateKey, keptPrivateKey, type KeptPrivateKey } from './private-keys.ts'

interface DecryptPanelProps {
  readonly message: MessageView
  readonly opening: NonNullable<SealedView['opening']>
  /** Whose key it is: the address of the account. */
  readonly account: string
  /** False on a computer that others use: then the key is kept nowhere. */
  readonly keeps: boolean
  /** HTML is shown as its text, or in those colours. */
  readonly looks: { readonly asText: boolean; readonly scheme: PageScheme }
  readonly urls: { readonly part: string; readonly keys: string; readonly viewer: string }
}

/** Opens the message that is shown, in this browser. Accessible names, a contract: "Your private key, a file", "Passphrase", button "Open". */
export function DecryptPanel({ message, opening, account, keeps, looks, urls }: DecryptPanelProps) {
  const { words } = opening
  const [kept, setKept] = useState<KeptPrivateKey>()
  const [sealed, setSealed] = useState<Sealed>()
  const [opened, setOpened] = useState<OpenedMessage>()
  const [problem, setProblem] = useState('')
  const content = message.encrypted?.content ?? 'message'
  const from = message.envelope.from.map(({ address }) => address)
  const say = (error: unknown): void => setProblem(words[error instanceof StaysSealed ? error.problem : 'broken'] ?? '')

  // Everything that is needed is here before the key is: what is opened afterwards asks nobody anything.
  useEffect(() => {
    let isThere = true
    void (async () => {
      const [known, fetched] = await Promise.all([keptPrivateKey(account), fetchSealed(urls.part, urls.keys), loadOpenPgp()])
      if (!isThere) return
      setKept(known)
      setSealed(fetched)
      const key = openKeyOf(account)
      const read = key && (await openSealed(fetched, key, content, from))
      if (isThere && read) setOpened(read)
    })().catch((error: unknown) => isThere && say(error))
    return () => void (isThere = false)
    // One message is one panel.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  const submit = async (form: HTMLFormElement): Promise<void> => {
    const typed = new FormData(form)
    const file = typed.get('key')
    setProblem('')
    try {
      const chosen = file instanceof File && file.size > 0 ? await readProtectedKey(new Uint8Array(await file.arrayBuffer())) : kept
      if (!chosen || !sealed) throw new StaysSealed('noPrivateKey')
      const key = await unlockKey(chosen.armored, String(typed.get('passphrase') ?? ''))
      setKept(chosen)
      if (keeps && chosen !== kept) await keepPrivateKey(account, chosen)
      holdOpen(account, key, Number(typed.get('keep') ?? 0))
      setOpened(await openSealed(sealed, key, content, from))
    } catch (error) {
      say(error)
    }
  }
  const forget = async (): Promise<void> => {
    closeKey(account)
    await forgetPrivateKey(account)
    setKept(undefined)
  }
  return (
    <DecryptedMessage opened={opened} opening={opening} looks={looks} viewer={urls.viewer}>
      <form className={styles.panel} aria-label={words.title} onSubmit={(event) => { event.preventDefault(); void submit(event.currentTarget) }}>
        {problem !== '' && <Alert kind="problem">{problem}</Alert>}
        {kept && <p>{words.kept}: <bdi>{kept.name}</bdi></p>}
        <label className={styles.file}><span>{words.key}</span>{' '}<input type="file" name="key" required={!kept} accept=".asc,.gpg,.pgp,.key" /></label>
        <p className={styles.hint}>{words.keyHint}</p>
        <TextField label={words.passphrase} name="passphrase" type="password" required autoComplete="off" />
        <SelectField label={words.keep} name="keep" defaultValue="0">
          <option value="0">{words.keepOnce}</option>
          <option value="10">{words.keepShort}</option>
          <option value="60">{words.keepLong}</option>
        </SelectField>
        <p className={styles.buttons}>
          <Button look="primary" disabled={!sealed}>{words.submit}</Button>{' '}
          {kept && <Button type="button" look="quiet" onClick={() => void forget()}>{words.forget}</Button>}
        </p>
      </form>
    </DecryptedMessage>
  )
}
