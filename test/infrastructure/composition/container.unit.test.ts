import { composeSome, composeUseCases } from '../../../src/infrastructure/composition/container'
import type { Ports } from '../../../src/infrastructure/composition/ports'
import { recipes } from '../../../src/infrastructure/composition/recipes'

const needed = [...new Set(Object.values(recipes).flatMap(({ needs }) => needs))]

/** Ports that are only told apart. */
const ports = Object.fromEntries(needed.map((name) => [name, { name }])) as unknown as Ports

test('every use case resolves', () => {
  const useCases = composeUseCases(ports)
  expect(Object.keys(useCases).sort()).toEqual(Object.keys(recipes).sort())
  for (const useCase of Object.values(useCases)) expect(useCase).toBeInstanceOf(Function)
})

test('a use case is made of the ports it names, each under its own name', async () => {
  const asked: string[] = []
  const store = {
    async readStream(stream: string) {
      asked.push(stream)
      return []
    },
  }
  const digests = { user: (name: string) => `digest-of-${name}` }
  const { issueToken } = composeSome(['issueToken'], { ...ports, store, digests } as never)
  const metadata = { correlationId: 'a', causationId: 'a', actor: { kind: 'cli' } } as const
  expect(await issueToken({ projectId: 7, user: 'jdoe' }, metadata)).toMatchObject({ outcome: 'refused' })
  expect(asked).toEqual(['userName-digest-of-jdoe', 'project-7'])
})

test('some use cases need no ports of others', () => {
  const some = composeSome(['showUser'], { store: ports.store, digests: ports.digests, names: ports.names })
  expect(Object.keys(some)).toEqual(['showUser'])
})

test('a port that is missing is told when the service is made, not when it is used', () =>
  expect(() => composeSome(['replayHistory'], {} as never)).toThrow('port.store'))
