/** Calls `then` once somebody has looked for so many whole seconds; those in which `isLookedAt` is false do not count. Answers how to give it up. */
export function afterLook(seconds: number, isLookedAt: () => boolean, then: () => void): () => void {
  let left = seconds
  const timer = setInterval(() => {
    if (!isLookedAt() || --left > 0) return
    clearInterval(timer)
    then()
  }, 1_000)
  return () => clearInterval(timer)
}
