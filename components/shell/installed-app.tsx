'use client'
import { useEffect } from 'react'

/** Lets the browser keep what an installed application shows while it is offline. Nothing of it is loaded before the page is there. */
export function InstalledApp({ worker, scope }: { readonly worker: string; readonly scope: string }) {
  useEffect(() => {
    import('../live/register-worker.ts').then(({ registerWorker }) => registerWorker(worker, scope)).catch(() => undefined) // with the next page
  }, [worker, scope])
  return undefined
}
