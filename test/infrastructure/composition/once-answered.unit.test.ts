import { EventStoreUnavailable } from '../../../src/application/ports/event-store'
import { onceAnswered } from '../../../src/infrastructure/composition/once-answered'

function watched() {
  const waited: string[] = []
  const stopping = new AbortController()
  return {
    waited,
    stop: () => stopping.abort(),
    patience: { waits: () => void waited.push('waits'), stopping: stopping.signal },
  }
}

test('a store that answers is not waited for', async () => {
  const { patience, waited } = watched()
  expect(await onceAnswered(async () => 'open', patience)).toBe('open')
  expect(waited).toEqual([])
})

test('one that is silent is asked again, and that is told once', async () => {
  const { patience, waited } = watched()
  let asked = 0
  const open = async () => {
    asked += 1
    if (asked < 3) throw new EventStoreUnavailable('silent')
    return asked
  }
  expect(await onceAnswered(open, patience)).toBe(3)
  expect(waited).toEqual(['waits'])
})

test('the wait ends when the process is told to stop', async () => {
  const { patience, stop } = watched()
  const silent = async () => {
    stop()
    throw new EventStoreUnavailable('silent')
  }
  expect(await onceAnswered(silent, patience)).toBeNull()
})

test('what no patience changes ends it at once', async () => {
  const { patience, waited } = watched()
  const fault = new Error('another key')
  const refuse = async () => {
    throw fault
  }
  await expect(onceAnswered(refuse, patience)).rejects.toBe(fault)
  expect(waited).toEqual([])
})
