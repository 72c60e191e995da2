import { type OpenImports, openImports } from '../../src/application/open-imports'
import type { AppendResult, EventStore } from '../../src/application/ports/event-store'
import type { IsProvablyDead } from '../../src/application/ports/process-life'
import { recoverImports } from '../../src/application/recover-imports'
import type { ImportKind } from '../../src/application/use-cases'
import type { Node } from '../support/deployment'
import { memoryMark } from '../support/history-mark'
import { aroundCalls } from '../support/store-calls'
import { historyOf, type Scene, uploadOf } from './importing'

/** The process of a node that was killed. */
export const killedProcess = 'host+boot+1+20+3'

/**
 * An import by a node that stops for good right before or right after this append. Nothing of it goes on: what it
 * waits for never comes.
 */
export async function killedAt(
  at: Scene,
  token: string,
  kind: ImportKind,
  append: string,
  when: 'before' | 'after',
): Promise<void> {
  let reached = () => {}
  const killed = new Promise<void>((resolve) => {
    reached = resolve
  })
  const store = aroundCalls(at.deployed.history, {
    async append(name, proceed): Promise<AppendResult> {
      if (name !== append) return proceed()
      if (when === 'after') await proceed()
      reached()
      return new Promise(() => {})
    },
  })
  const node = at.deployed.node({ store, process: killedProcess })
  await Promise.race([killed, node.useCases.importDataset(uploadOf(token, kind)).then(neverAnswered)])
}

function neverAnswered(): never {
  throw new Error('the import was answered before its node was killed')
}

export interface Recoverer {
  /** One look for what is left undone. */
  look(): Promise<void>
  readonly open: OpenImports
}

/** A node that recovers, over the deployment's clock. */
export function recoverer(
  at: Scene,
  { isDead = () => false, store = at.deployed.history }: { isDead?: IsProvablyDead; store?: EventStore } = {},
  { ports }: Node = at.deployed.node({ isDead, store }),
): Recoverer {
  const open = openImports({ store, mark: memoryMark() })
  return { look: recoverImports({ ...ports, openImports: open }), open }
}

/** The outcome events of the history, in a word each. */
export async function outcomesIn(at: Scene): Promise<readonly string[]> {
  return (await historyOf(at.deployed.history)).flatMap((event) => {
    switch (event.type) {
      case 'DatasetImported':
        return ['imported']
      case 'DatasetImportFailed':
        return [event.outcomeClass]
      case 'EphemeralDatasetDiscarded':
        return [event.outcome === 'imported' ? 'imported' : event.outcomeClass]
      default:
        return []
    }
  })
}
