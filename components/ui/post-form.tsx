import type { ComponentProps } from 'react'

/** A form that posts for whoever is signed in: the token shows that it is of one of our own pages. */
export function PostForm({ token, children, ...rest }: ComponentProps<'form'> & { readonly token: string }) {
  return (
    <form method="post" {...rest}>
      <input type="hidden" name="token" value={token} />
      {children}
    </form>
  )
}
