/** One way in which the password of somebody who is signed in is changed. */
export interface PasswordDriver {
  /** Whether it is there for them. Throws GatewayError when that cannot be found out. */
  isThere(): Promise<boolean>
  /** Throws GatewayError: with the refusal `password-wrong` where `present` is not theirs, with `password-refused` and the answer where `next` is not taken. */
  change(present: string, next: string): Promise<void>
}
