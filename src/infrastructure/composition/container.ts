import 'reflect-metadata'
import { Container } from 'inversify'
import type { UseCases } from '../../application/use-cases'
import { portId, useCaseId } from './identifiers'
import type { Ports } from './ports'
import { type PortsOf, type Recipe, recipes } from './recipes'

type Name = keyof UseCases

/** The service over these adapters: every port bound once, every use case made of the ports it names. */
export const composeUseCases = (adapters: Ports): UseCases =>
  composeSome(Object.keys(recipes) as readonly Name[], adapters)

/** These use cases alone, for a way in that has no need of the ports of all. */
export function composeSome<Some extends Name>(
  names: readonly Some[],
  adapters: PortsOf<Some>,
): Pick<UseCases, Some> {
  const container = new Container({ defaultScope: 'Singleton' })
  for (const [name, adapter] of Object.entries(adapters) as [keyof Ports, Ports[keyof Ports]][]) {
    container.bind<Ports[typeof name]>(portId(name)).toConstantValue(adapter)
  }
  for (const name of names) bindUseCase(container, name)
  return Object.fromEntries(
    names.map((name) => [name, container.get<unknown>(useCaseId(name))]),
  ) as unknown as Pick<UseCases, Some>
}

function bindUseCase<One extends Name>(container: Container, name: One): void {
  // The table's type pairs each name with its own use case.
  const { make, needs } = recipes[name] as unknown as Recipe<UseCases[One]>
  const fromValues = (...values: readonly unknown[]): UseCases[One] =>
    make(Object.fromEntries(needs.map((need, at) => [need, values[at]])) as unknown as Ports)
  container.bind<UseCases[One]>(useCaseId(name)).toResolvedValue(fromValues, needs.map(portId))
}
