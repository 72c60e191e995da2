import { type StoreRefusal, store as storeDecider } from '../domain/store'
import { type Execution, execute } from './execute'
import type { StoreMark } from './ports/store-mark'
import { streams } from './streams'

export type OpenedStore =
  | { readonly outcome: 'opened'; readonly storeId: string; readonly first: boolean }
  | { readonly outcome: 'refused'; readonly refusal: StoreRefusal }

/** Makes sure that event store, master key and data directory belong together, before anything else is done. */
export async function openStore(
  deps: Execution & { readonly mark: StoreMark; readonly masterKeyCheck: string },
): Promise<OpenedStore> {
  const requestId = deps.newId()
  const markedStoreId = await deps.mark.read()
  const executed = await execute(
    deps,
    streams.store,
    storeDecider,
    { type: 'OpenStore', newStoreId: deps.newId(), masterKeyCheck: deps.masterKeyCheck, markedStoreId },
    { correlationId: requestId, causationId: requestId, actor: { kind: 'system' } },
  )
  if (executed.outcome === 'refused') return { outcome: 'refused', refusal: executed.refusal }
  if (executed.state.status === 'none') throw new Error('an opened store has no id')
  const { storeId } = executed.state
  await deps.mark.write(storeId)
  return { outcome: 'opened', storeId, first: executed.events.length > 0 }
}
