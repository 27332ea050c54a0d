import { useCallback, useSyncExternalStore } from 'react'
import type { TokenValues } from '#lib/mail/themes/tokens.ts'
import { typedValues } from '#lib/mail/themes/typed-theme.ts'

/** What never stands in a value of a theme; the server says so in words. */
const UNSAFE = /[;{}<\\!@]|\/\*|(?:url|image|image-set|src)\(/i

/** The tokens as they stand in that form, with each letter that is typed; `initial` on the server and before scripts run. */
export function useTypedValues(formId: string, initial: TokenValues): TokenValues {
  const subscribe = useCallback(
    (changed: () => void) => {
      const form = formOf(formId)
      form?.addEventListener('input', changed)
      return () => form?.removeEventListener('input', changed)
    },
    [formId],
  )
  const text = useSyncExternalStore(subscribe, () => textOf(formId), () => undefined)
  if (text === undefined) return initial
  return Object.fromEntries(Object.entries(typedValues(Object.fromEntries(new URLSearchParams(text)))).filter(([, value]) => !UNSAFE.test(value)))
}

function formOf(id: string): HTMLFormElement | undefined {
  const element = document.getElementById(id)
  return element instanceof HTMLFormElement ? element : undefined
}

/** Two readings are equal as long as nothing was typed. */
function textOf(id: string): string | undefined {
  const form = formOf(id)
  if (!form) return undefined
  return new URLSearchParams([...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' && name.startsWith('--') ? [[name, value]] : []))).toString()
}
