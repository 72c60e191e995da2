import 'reflect-metadata'
import { Container } from 'inversify'
import type { UseCases } from '../../application/use-cases'
import { portId, useCaseId } from './identifiers'
import type { Ports } from './ports'
import { recipes } from './recipes'

const names = Object.keys(recipes) as readonly (keyof UseCases)[]

/** The service over these adapters: every port bound once, every use case made of the ports it names. */
export function composeUseCases(adapters: Ports): UseCases {
  const container = new Container({ defaultScope: 'Singleton' })
  for (const name of Object.keys(adapters) as (keyof Ports)[]) {
    container.bind<Ports[typeof name]>(portId(name)).toConstantValue(adapters[name])
  }
  for (const name of names) bindUseCase(container, name)
  return Object.fromEntries(
    names.map((name) => [name, container.get<unknown>(useCaseId(name))]),
  ) as unknown as UseCases
}

function bindUseCase<Name extends keyof UseCases>(container: Container, name: Name): void {
  const { make, needs } = recipes[name]
  const fromValues = (...values: readonly unknown[]): UseCases[Name] =>
    make(Object.fromEntries(needs.map((need, at) => [need, values[at]])) as unknown as Ports)
  container.bind<UseCases[Name]>(useCaseId(name)).toResolvedValue(fromValues, needs.map(portId))
}
