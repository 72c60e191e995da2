import { setTimeout } from 'node:timers/promises'
import type { CredentialIssuer, CredentialVerifier } from '../../application/ports/credentials'
import type { Reached } from '../../application/ports/fail-point'
import type { Log } from '../../application/ports/log'
import type { CheckReadiness } from '../../application/readiness'
import type { UseCases } from '../../application/use-cases'
import { jwtIssuer, jwtVerifier } from '../jwt/jwt'
import { openAdapters } from './adapters'
import { startBackground } from './background'
import type { Config } from './config'
import { composeUseCases } from './container'
import type { Secrets } from './load-secrets'
import type { Ports } from './ports'

/** The running service behind its ways in. */
export interface Service {
  readonly useCases: UseCases
  readonly credentials: CredentialVerifier
  readonly issuer: CredentialIssuer
  readonly ready: CheckReadiness
  readonly ports: Ports
  /** From here on the service says that it is not ready. */
  notReady(): void
  /** Lets the imports under way end for this long, then lets everything go; whether all of them had ended. */
  close(drainMs: number): Promise<boolean>
}

/**
 * `replaced` puts other ports in place of the usual ones, such as a test's clock; `reached` is for a test that ends
 * the process at a point of an import. Rejects as `openHistory`.
 */
export async function openService(
  config: Config,
  secrets: Secrets,
  log: Log,
  replaced: Partial<Ports> = {},
  reached?: Reached,
): Promise<Service> {
  const adapters = await openAdapters(config, secrets, log, replaced, reached)
  const background = startBackground(adapters)
  const { ports, catchUp } = adapters
  let draining = false

  return {
    useCases: composeUseCases(ports),
    credentials: jwtVerifier(secrets, ports.clock),
    issuer: jwtIssuer(secrets, ports.clock),
    ports,
    async ready() {
      if (draining) return { ready: false, reason: 'draining' }
      if (catchUp.state() === 'stopped-by-unknown-event') return { ready: false, reason: 'unknown-event' }
      try {
        await ports.store.head()
      } catch {
        return { ready: false, reason: 'event-store' }
      }
      return catchUp.state() === 'live' ? { ready: true } : { ready: false, reason: 'starting' }
    },
    notReady() {
      draining = true
    },
    async close(drainMs) {
      draining = true
      const drained = await endsWithin(drainMs, ports.admissions.whenIdle())
      await background.end()
      await adapters.close()
      return drained
    },
  }
}

/** Waits for what may take longer than that, and leaves no timer behind. */
async function endsWithin(ms: number, work: Promise<void>): Promise<boolean> {
  const done = new AbortController()
  const timer = setTimeout(ms, false, { signal: done.signal }).catch(() => false)
  const ended = await Promise.race([work.then(() => true), timer])
  done.abort()
  return ended
}
