/** Whether this process can do its work now; `reason` is one of a few fixed words. */
export type Readiness =
  | { readonly ready: true }
  | { readonly ready: false; readonly reason: 'starting' | 'event-store' | 'unknown-event' | 'draining' }

export type CheckReadiness = () => Promise<Readiness>
