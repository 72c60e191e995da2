import type { ServiceIdentifier } from 'inversify'
import type { UseCases } from '../../application/use-cases'
import type { Ports } from './ports'

/** Typed identifiers: a dependency of another type does not compile. */
export const portId = <Name extends keyof Ports>(name: Name): ServiceIdentifier<Ports[Name]> =>
  Symbol.for(`port.${name}`)

export const useCaseId = <Name extends keyof UseCases>(name: Name): ServiceIdentifier<UseCases[Name]> =>
  Symbol.for(`use-case.${name}`)
