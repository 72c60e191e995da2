import { type OpenImports, openImports } from '../../src/application/open-imports'
import type { EventStore } from '../../src/application/ports/event-store'
import type { IsProvablyDead } from '../../src/application/ports/process-life'
import { recoverImports } from '../../src/application/recover-imports'
import type { ImportKind } from '../../src/application/use-cases'
import type { Node } from '../support/deployment'
import { memoryMark } from '../support/history-mark'
import { rightAfter, rightBefore } from '../support/store-calls'
import { historyOf, type Scene, uploadOf, wordOf } from './importing'

/** The process of a node that was killed. */
export const killedProcess = 'host+boot+1+20+3'

/** An import that has come to a halt. */
export interface Stopped {
  /** Lets it go on; how it ended, in a word. */
  goOn(): Promise<string>
}

/** An import by a node of its own, which halts right before or right after this append. */
export async function stoppedAt(
  at: Scene,
  token: string,
  kind: ImportKind,
  append: string,
  when: 'before' | 'after',
): Promise<Stopped> {
  let reached = () => {}
  let goOn = () => {}
  const halted = new Promise<void>((resolve) => {
    reached = resolve
  })
  const released = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const halt = () => {
    reached()
    return released
  }
  const disturb = when === 'before' ? rightBefore : rightAfter
  const store = disturb(append, halt)(at.deployed.history)
  const node = at.deployed.node({ store, process: killedProcess })
  const importing = node.useCases.importDataset(uploadOf(token, kind)).then(wordOf)
  const answered = importing.then((word) => {
    throw new Error(`the import was answered before it came to a halt: ${word}`)
  })
  await Promise.race([halted, answered])
  answered.catch(() => undefined)
  return {
    goOn() {
      goOn()
      return importing
    },
  }
}

/** Of a node that was killed there nothing goes on. */
export const killedAt = async (...where: Parameters<typeof stoppedAt>): Promise<void> =>
  void (await stoppedAt(...where))

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
