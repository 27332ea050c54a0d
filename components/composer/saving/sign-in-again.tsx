'use client'
import { useState, type KeyboardEvent } from 'react'
import { useSite } from '../../mail-screen/site.ts'
import { Button } from '../../ui/button.tsx'
import { SIGNED_IN } from './signed-in.ts'

/** How somebody signs in again on the page itself; undefined where their server is not the site's, and the page for that has to ask for it. */
export interface SignInWords {
  readonly password: string
  readonly submit: string
}

/**
 * Asks for the password where the session has ended, and tells the window once it is there: what was being written and what was being sent goes on. Neither field nor
 * button is of the form around them. Accessible names: field "Password", button "Sign in".
 */
export function SignInAgain({ words }: { words: SignInWords }) {
  const { urls, user, keepsCopies } = useSite()
  const [password, setPassword] = useState('')
  const [said, setSaid] = useState('')
  const signIn = async (): Promise<void> => {
    const answer = await ask(urls.api.session(), { user, password, ...(keepsCopies ? {} : { public: '1' }) })
    setPassword('')
    setSaid(answer)
    if (answer === '') window.dispatchEvent(new Event(SIGNED_IN))
  }
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    void signIn()
  }
  return (
    <>
      <label>
        {words.password}{' '}
        <input type="password" value={password} autoComplete={keepsCopies ? 'current-password' : 'off'} onChange={({ target }) => setPassword(target.value)} onInput={(event) => event.stopPropagation()} onKeyDown={press} />
      </label>{' '}
      <Button type="button" small onClick={() => void signIn()}>{words.submit}</Button>
      <span role="alert">{said}</span>
    </>
  )
}

/** What the gateway says against it; '' for nothing. */
async function ask(url: string, credentials: Readonly<Record<string, string>>): Promise<string> {
  try {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(credentials), headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-Postern': '1' }, cache: 'no-store' })
    return response.ok ? '' : ((await response.json()) as { readonly sentence: string }).sentence
  } catch (error) {
    return (error as Error).message
  }
}
